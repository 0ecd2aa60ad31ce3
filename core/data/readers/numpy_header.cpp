// SPDX-License-Identifier: GPL-3.0-or-later
// The header is a Python literal: a dictionary of descr, fortran_order and shape.
#include "core/base/text.h"
#include "core/data/readers/numpy.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>

namespace lathe::readers {

namespace {

constexpr size_t longestHeader = size_t{1} << 20;
constexpr size_t deepest = 16;
constexpr size_t largestItem = size_t{1} << 20;

Failure broken(const std::string& what) {
    return fail(ErrorKind::InvalidInput, "the header of the NumPy array is broken: {}", what);
}

/// A value of Python's literals: text, number, truth, or a sequence of values; a dictionary is a sequence of key and
/// value.
struct Literal {
    enum class Kind { Text, Number, Truth, Sequence } kind = Kind::Number;
    std::string text;
    uint64_t number = 0;
    bool truth = false;
    std::vector<Literal> items;

    [[nodiscard]] const Literal* find(std::string_view key) const {
        for (size_t i = 0; i + 1 < items.size(); i += 2)
            if (items[i].text == key) return &items[i + 1];
        return nullptr;
    }
};

class LiteralParser {
public:
    explicit LiteralParser(std::string_view text) : m_text(text) {}

    Result<Literal> parse() {
        LATHE_TRY(Literal literal, value(0));
        skipBlanks();
        if (!m_text.empty()) return broken("something follows the dictionary");
        return literal;
    }

private:
    void skipBlanks() {
        while (!m_text.empty() && (m_text.front() == ' ' || m_text.front() == '\n' || m_text.front() == '\t'))
            m_text.remove_prefix(1);
    }
    bool skip(char wanted) {
        skipBlanks();
        if (m_text.empty() || m_text.front() != wanted) return false;
        m_text.remove_prefix(1);
        return true;
    }

    Result<Literal> value(size_t depth) {
        if (depth > deepest) return broken("it is nested too deep");
        skipBlanks();
        if (m_text.empty()) return broken("it ends too early");
        if (m_text.front() == '\'' || m_text.front() == '"') return text();
        for (const auto& [open, close] : {std::pair{'(', ')'}, std::pair{'[', ']'}, std::pair{'{', '}'}})
            if (skip(open)) return sequence(close, open == '{', depth);
        for (const auto& [word, truth] :
             {std::pair{std::string_view("True"), true}, std::pair{std::string_view("False"), false}})
            if (m_text.starts_with(word)) {
                m_text.remove_prefix(word.size());
                Literal literal;
                literal.kind = Literal::Kind::Truth;
                literal.truth = truth;
                return literal;
            }
        return number();
    }
    Result<Literal> text() {
        const char quote = m_text.front();
        Literal literal;
        literal.kind = Literal::Kind::Text;
        for (size_t at = 1; at < m_text.size(); ++at) {
            if (m_text[at] == quote) {
                m_text.remove_prefix(at + 1);
                return literal;
            }
            if (m_text[at] == '\\' && at + 1 < m_text.size()) ++at;
            literal.text += m_text[at];
        }
        return broken("a text does not end");
    }
    Result<Literal> number() {
        Literal literal;
        const auto [end, code] = std::from_chars(m_text.data(), m_text.data() + m_text.size(), literal.number);
        if (code != std::errc()) return broken(fmt::format("'{}' is no value", m_text.substr(0, 20)));
        m_text.remove_prefix(static_cast<size_t>(end - m_text.data()));
        if (m_text.starts_with('L')) m_text.remove_prefix(1); // Python 2
        return literal;
    }
    Result<Literal> sequence(char close, bool dictionary, size_t depth) {
        Literal literal;
        literal.kind = Literal::Kind::Sequence;
        while (!skip(close)) {
            LATHE_TRY(Literal item, value(depth + 1));
            literal.items.push_back(std::move(item));
            if (dictionary) {
                if (!skip(':')) return broken("a ':' is missing");
                LATHE_TRY(Literal mapped, value(depth + 1));
                literal.items.push_back(std::move(mapped));
            }
            if (skip(',')) continue;
            if (skip(close)) break;
            return broken(fmt::format("a '{}' is missing", close));
        }
        return literal;
    }

    std::string_view m_text;
};

/// "[25ms]" behind M8: how many microseconds (or months) a count is.
Result<void> parseTimeUnit(std::string_view unit, Element& element) {
    struct Unit {
        std::string_view name;
        int64_t numerator;
        int64_t denominator;
        bool days;
        bool calendar;
    };
    constexpr int64_t day = 86400LL * 1000000;
    constexpr std::array units{Unit{"Y", 12, 1, true, true},         Unit{"M", 1, 1, true, true},
                               Unit{"W", 7 * day, 1, true, false},   Unit{"D", day, 1, true, false},
                               Unit{"h", day / 24, 1, false, false}, Unit{"m", 60000000, 1, false, false},
                               Unit{"s", 1000000, 1, false, false},  Unit{"ms", 1000, 1, false, false},
                               Unit{"us", 1, 1, false, false},       Unit{"ns", 1, 1000, false, false},
                               Unit{"ps", 1, 1000000, false, false}, Unit{"fs", 1, 1000000000, false, false}};
    if (!unit.starts_with('[') || !unit.ends_with(']'))
        return fail(ErrorKind::Unsupported, "dates without a unit cannot be read");
    unit = unit.substr(1, unit.size() - 2);
    int64_t many = 1;
    const auto [end, code] = std::from_chars(unit.data(), unit.data() + unit.size(), many);
    if (code == std::errc()) unit.remove_prefix(static_cast<size_t>(end - unit.data()));
    for (const auto& known : units) {
        if (known.name != unit || many < 1 || many > 1'000'000) continue;
        element.kind = known.calendar ? Element::Kind::Calendar : Element::Kind::DateTime;
        element.numerator = known.numerator * many;
        element.denominator = known.denominator;
        element.wholeDays = known.days;
        return {};
    }
    return fail(ErrorKind::Unsupported, "dates in units of '{}' cannot be read", unit);
}

/// "<f8", "|S10", ">U3", "<M8[ns]"
Result<Element> parseElement(std::string_view descr) {
    Element element;
    const size_t order = !descr.empty() && std::string_view("<>|=").find(descr[0]) != std::string_view::npos ? 1 : 0;
    const bool objects = descr.substr(order) == "O"; // Python's, which have no size
    if (descr.size() < order + 2 && !objects) return broken(fmt::format("'{}' is no type", descr));
    element.bigEndian = descr[0] == '>';
    const char kind = descr[order];
    const char* begin = descr.data() + order + 1;
    const auto [end, code] = std::from_chars(begin, descr.data() + descr.size(), element.size);
    if (!objects && (code != std::errc() || element.size > largestItem))
        return broken(fmt::format("'{}' is no type", descr));
    const std::string_view rest(end, static_cast<size_t>(descr.data() + descr.size() - end));
    const bool whole = element.size == 1 || element.size == 2 || element.size == 4 || element.size == 8;
    const auto unsupported = [&] {
        return failHint(ErrorKind::Unsupported, fmt::format("values of NumPy type '{}' cannot be read", descr),
                        "Convert the array with astype() to whole or real numbers of at most 64 bits, texts or dates.");
    };
    switch (kind) {
    case 'b': element.kind = Element::Kind::Boolean; break;
    case 'i': element.kind = Element::Kind::Signed; break;
    case 'u': element.kind = Element::Kind::Unsigned; break;
    case 'f': element.kind = Element::Kind::Real; break;
    case 'S':
    case 'a': element.kind = Element::Kind::Bytes; return element;
    case 'U':
        element.kind = Element::Kind::Utf32;
        element.size *= 4;
        return element;
    case 'M':
        if (element.size != 8) return broken("a date must have 8 bytes");
        LATHE_CHECK(parseTimeUnit(rest, element));
        return element;
    case 'm': element.kind = Element::Kind::Signed; break; // a count of its unit
    default: return unsupported();
    }
    if (!whole || (kind == 'f' && element.size == 1)) return unsupported();
    return element;
}

/// One field of a structure, nested ones flattened with dots.
Result<void> parseFields(const Literal& descr, const std::string& prefix, NumpyHeader& header, size_t depth) {
    if (depth > deepest) return broken("it is nested too deep");
    for (const auto& item : descr.items) {
        if (item.items.size() < 2) return broken("a field has no name or type");
        const Literal& label = item.items[0];
        std::string name = label.items.empty() ? label.text : label.items.back().text; // (title, name)
        name = prefix + name;
        size_t repeats = 1;
        if (item.items.size() > 2)
            for (const auto& length : item.items[2].kind == Literal::Kind::Sequence
                                          ? item.items[2].items
                                          : std::vector<Literal>{item.items[2]})
                if (length.number == 0 || __builtin_mul_overflow(repeats, length.number, &repeats) ||
                    repeats > mostColumns)
                    return broken("a field has too many values");
        const Literal& type = item.items[1];
        if (type.kind == Literal::Kind::Sequence) {
            if (repeats != 1)
                return fail(ErrorKind::Unsupported, "field '{}' is an array of structures, which cannot be read", name);
            LATHE_CHECK(parseFields(type, name + ".", header, depth + 1));
            continue;
        }
        if (type.text.size() > 2 && type.text[1] == 'V' && label.text.empty()) { // padding
            const auto bytes = parseInteger(std::string_view(type.text).substr(2));
            if (!bytes || *bytes < 0 || *bytes > static_cast<long long>(largestItem))
                return broken("padding of no length");
            header.itemBytes += static_cast<size_t>(*bytes) * repeats;
            continue;
        }
        LATHE_TRY(const Element element, parseElement(type.text));
        header.fields.push_back({name, element, header.itemBytes, repeats});
        header.itemBytes += element.size * repeats;
        if (header.itemBytes > largestItem) return broken("an item has more than 1 MiB");
        if (header.fields.size() > mostColumns) return broken("it has too many fields");
    }
    return {};
}

Result<NumpyHeader> parseHeader(std::string_view text) {
    LATHE_TRY(const Literal literal, LiteralParser(text).parse());
    const Literal* descr = literal.find("descr");
    const Literal* order = literal.find("fortran_order");
    const Literal* shape = literal.find("shape");
    if (!descr || !order || !shape || shape->kind != Literal::Kind::Sequence)
        return broken("descr, fortran_order or shape is missing");
    NumpyHeader header;
    header.fortranOrder = order->truth;
    uint64_t values = 1;
    for (const auto& length : shape->items) {
        header.shape.push_back(length.number);
        if (__builtin_mul_overflow(values, std::max<uint64_t>(length.number, 1), &values))
            return broken("the shape is too large");
    }
    if (descr->kind == Literal::Kind::Text) {
        LATHE_TRY(const Element element, parseElement(descr->text));
        header.fields.push_back({"", element, 0, 1});
        header.itemBytes = element.size;
    } else {
        LATHE_CHECK(parseFields(*descr, "", header, 0));
    }
    if (__builtin_mul_overflow(values, std::max<uint64_t>(header.itemBytes, 1), &values))
        return broken("the shape is too large");
    return header;
}

} // namespace

std::string NumpyHeader::shapeText() const {
    std::vector<std::string> lengths;
    for (const uint64_t length : shape) lengths.push_back(std::to_string(length));
    return lengths.empty() ? "one value" : joined(lengths, " × ");
}

Result<NumpyHeader> readNumpyHeader(ByteSource& source) {
    std::array<char, 8> magic{};
    LATHE_CHECK(readExactly(source, magic.data(), magic.size()));
    if (std::string_view(magic.data(), 6) != "\x93NUMPY")
        return fail(ErrorKind::InvalidInput, "'{}' is no NumPy array", source.name());
    const int version = magic[6];
    if (version < 1 || version > 3)
        return fail(ErrorKind::Unsupported, "'{}' has version {} of NumPy's format, newer than 3", source.name(),
                    version);
    const size_t lengthBytes = version == 1 ? 2 : 4;
    std::array<char, 4> lengthField{};
    LATHE_CHECK(readExactly(source, lengthField.data(), lengthBytes));
    size_t length = 0;
    for (size_t i = lengthBytes; i-- > 0;) length = length << 8 | static_cast<unsigned char>(lengthField[i]);
    if (length > longestHeader) return broken("it has more than 1 MiB");
    std::string text(length, '\0');
    LATHE_CHECK(readExactly(source, text.data(), length));
    // Before version 3 names are Latin-1.
    auto header = parseHeader(isValidUtf8(text) ? text : utf8FromLatin1(text));
    if (!header) return failure(std::move(header.error()).within("while reading " + source.name()));
    header->dataOffset = magic.size() + lengthBytes + length;
    return header;
}

} // namespace lathe::readers
