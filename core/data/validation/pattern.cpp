// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace lathe {

namespace {

constexpr size_t longestExpression = size_t{64} << 10U;
constexpr uint32_t mostSteps = 1'000'000;

PCRE2_SPTR bytes(std::string_view text) {
    // The library refuses a null pointer even for an empty text.
    static constexpr char none = '\0';
    return reinterpret_cast<PCRE2_SPTR>(text.data() ? text.data() : &none);
}

/// Python's \Z is the very end; the library's lies before a last line break.
std::string pythonSyntax(std::string_view expression) {
    std::string result;
    for (size_t i = 0; i < expression.size(); ++i) {
        result += expression[i];
        if (expression[i] != '\\' || i + 1 == expression.size()) continue;
        ++i;
        result += expression[i] == 'Z' ? 'z' : expression[i];
    }
    return result;
}

/// Working memory of one thread: a match needs some, and asking for it each time costs more than the match.
class Scratch {
public:
    Scratch() : m_context(pcre2_match_context_create(nullptr)), m_data(pcre2_match_data_create(64, nullptr)) {
        pcre2_set_match_limit(m_context, mostSteps);
    }
    ~Scratch() {
        pcre2_match_data_free(m_data);
        pcre2_match_context_free(m_context);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] pcre2_match_context* context() const { return m_context; }
    [[nodiscard]] pcre2_match_data* data() const { return m_data; }

private:
    pcre2_match_context* m_context;
    pcre2_match_data* m_data;
};

const Scratch& scratch() {
    thread_local const Scratch own;
    return own;
}

} // namespace

struct Pattern::Code {
    pcre2_code* compiled = nullptr;
    explicit Code(pcre2_code* code) : compiled(code) {}
    ~Code() { pcre2_code_free(compiled); }
    Code(const Code&) = delete;
    Code& operator=(const Code&) = delete;

    [[nodiscard]] int run(std::string_view text, uint32_t options) const {
        return pcre2_match(compiled, bytes(text), text.size(), 0, options, scratch().data(), scratch().context());
    }
};

Result<Pattern> Pattern::compile(std::string_view expression, bool ignoreCase) {
    if (expression.size() > longestExpression)
        return fail(ErrorKind::InvalidInput, "a regular expression of {} bytes is too long", expression.size());
    const std::string ours = pythonSyntax(expression);
    int code = 0;
    PCRE2_SIZE place = 0;
    const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | (ignoreCase ? PCRE2_CASELESS : 0U);
    pcre2_code* compiled = pcre2_compile(bytes(ours), ours.size(), options, &code, &place, nullptr);
    if (!compiled) {
        char message[256] = {};
        pcre2_get_error_message(code, reinterpret_cast<PCRE2_UCHAR*>(message), sizeof message);
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("the regular expression '{}' cannot be read at character {}: {}", expression,
                                    place + 1, message),
                        "The syntax is that of Python's re module.");
    }
    pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE); // where it is not available, matching is slower
    return Pattern(std::make_shared<const Code>(compiled));
}

Pattern::Outcome Pattern::search(std::string_view text) const {
    const int count = m_code->run(text, 0);
    return count >= 0 ? Outcome::Found : count == PCRE2_ERROR_NOMATCH ? Outcome::NotFound : Outcome::TooHard;
}

Pattern::Outcome Pattern::matchStart(std::string_view text, size_t& end, std::vector<std::string_view>* groups) const {
    const int count = m_code->run(text, PCRE2_ANCHORED);
    if (count < 0) return count == PCRE2_ERROR_NOMATCH ? Outcome::NotFound : Outcome::TooHard;
    const PCRE2_SIZE* places = pcre2_get_ovector_pointer(scratch().data());
    end = places[1];
    if (groups) {
        groups->clear();
        for (int group = 1; group < count; ++group) {
            const size_t from = places[2 * group];
            groups->push_back(from == PCRE2_UNSET ? std::string_view()
                                                  : text.substr(from, places[2 * group + 1] - from));
        }
    }
    return Outcome::Found;
}

std::string likeExpression(std::string_view like, char escape) {
    std::string expression = "(?s)\\A";
    const auto plain = [&](char c) {
        if (std::string_view("\\^$.|?*+()[]{}-#").find(c) != std::string_view::npos) expression += '\\';
        expression += c;
    };
    for (size_t i = 0; i < like.size(); ++i) {
        if (escape != '\0' && like[i] == escape && i + 1 < like.size()) plain(like[++i]);
        else if (like[i] == '%') expression += ".*";
        else if (like[i] == '_') expression += '.';
        else plain(like[i]);
    }
    return expression + "\\z";
}

} // namespace lathe
