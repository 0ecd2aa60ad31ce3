// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <unordered_set>

#include "core/base/text.h"
#include "core/data/profile/identifiers.h"
#include "core/data/profile/judge.h"
#include "core/data/text/unicode.h"

namespace lathe {

namespace {

constexpr double mostOf = 0.8;      ///< of the values must match a form that has no check digit…
constexpr double nearlyAll = 0.95;  ///< …and of those whose check digit lets one in ten pass
constexpr size_t fewestForms = 3;   ///< different matching values that a form without check needs…
constexpr size_t fewestChecked = 5; ///< …and one with a check; numbers need four times as many

/// "firstName", "FIRST_NAME" and "first name" are first and name.
std::vector<std::string> nameWords(std::string_view name) {
    std::vector<std::string> words(1);
    bool small = false;
    for (const char c : name) {
        const bool capital = c >= 'A' && c <= 'Z';
        const bool letter = capital || (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
        if ((!letter || (capital && small)) && !words.back().empty()) words.emplace_back();
        if (letter) words.back() += c;
        small = letter && !capital;
    }
    if (words.back().empty()) words.pop_back();
    for (std::string& word : words) word = lowerCase(word);
    return words;
}

template <size_t N>
bool anyOf(const std::vector<std::string>& words, const std::array<std::string_view, N>& known) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return std::find(known.begin(), known.end(), word) != known.end();
    });
}

constexpr std::array<std::string_view, 9> phoneWords = {"phone", "telephone", "tel",   "mobile", "cell",
                                                        "fax",   "telefon",   "handy", "movil"};
constexpr std::array<std::string_view, 6> addressWords = {"address", "addr",   "street",
                                                          "strasse", "straße", "anschrift"};
constexpr std::array<std::string_view, 6> machineWords = {"ip", "ipv", "host", "mac", "server", "addr"};
constexpr std::array<std::string_view, 8> birthWords = {"birth",        "birthday",   "birthdate", "dob",
                                                        "geburtsdatum", "geburtstag", "geboren",   "naissance"};
constexpr std::array<std::string_view, 15> personNames = {
    "firstname", "lastname", "surname",      "forename",   "givenname", "familyname", "fullname", "vorname",
    "nachname",  "prenom",   "familienname", "middlename", "apellido",  "fname",      "lname"};
constexpr std::array<std::string_view, 8> nameKinds = {"first", "last", "middle", "full", "given", "family", "f", "l"};
constexpr std::array<std::string_view, 15> people = {"patient", "customer", "employee", "passenger", "person",
                                                     "contact", "author",   "student",  "user",      "member",
                                                     "client",  "owner",    "holder",   "doctor",    "teacher"};

/// Frequent given names of several languages, without those that are also words or places.
const std::unordered_set<std::string_view>& givenNames() {
    static const std::unordered_set<std::string_view> names = {
        "james",    "john",     "robert",      "michael",   "william",   "david",    "richard",   "joseph",
        "thomas",   "charles",  "christopher", "daniel",    "matthew",   "anthony",  "donald",    "steven",
        "andrew",   "kenneth",  "joshua",      "kevin",     "brian",     "edward",   "ronald",    "timothy",
        "jason",    "jeffrey",  "ryan",        "jacob",     "gary",      "nicholas", "eric",      "jonathan",
        "stephen",  "larry",    "justin",      "scott",     "brandon",   "benjamin", "samuel",    "gregory",
        "patrick",  "frank",    "raymond",     "alexander", "jack",      "dennis",   "jerry",     "peter",
        "henry",    "walter",   "arthur",      "albert",    "george",    "paul",     "mary",      "patricia",
        "jennifer", "linda",    "elizabeth",   "barbara",   "susan",     "jessica",  "sarah",     "karen",
        "nancy",    "lisa",     "margaret",    "betty",     "sandra",    "ashley",   "kimberly",  "emily",
        "donna",    "michelle", "carol",       "amanda",    "melissa",   "deborah",  "stephanie", "rebecca",
        "laura",    "cynthia",  "kathleen",    "amy",       "angela",    "anna",     "emma",      "nicole",
        "helen",    "samantha", "katherine",   "christine", "rachel",    "maria",    "heather",   "diane",
        "julie",    "martha",   "anne",        "annie",     "alice",     "ellen",    "catherine", "ruth",
        "edith",    "hans",     "peter",       "wolfgang",  "klaus",     "jürgen",   "dieter",    "manfred",
        "günter",   "stefan",   "andreas",     "matthias",  "ursula",    "monika",   "petra",     "sabine",
        "renate",   "heike",    "jean",        "pierre",    "michel",    "philippe", "jacques",   "nathalie",
        "isabelle", "sylvie",   "juan",        "carlos",    "luis",      "miguel",   "javier",    "manuel",
        "carmen",   "ana",      "marco",       "giuseppe",  "giovanni",  "luca",     "francesca", "giulia",
        "jan",      "piotr",    "krzysztof",   "katarzyna", "agnieszka", "ivan",     "sergei",    "dmitri",
        "olga",     "natalia",  "tatiana",     "elena",     "mohammed",  "muhammad", "ahmed",     "fatima",
        "ali",      "wei",      "li",          "ming",      "hiroshi",   "yuki",     "priya",     "rahul",
        "sven",     "lars",     "anders",      "erik",      "ingrid",    "johan",    "maja",      "sofia",
        "olivia",   "noah",     "liam",        "lucas"};
    return names;
}

/// Letters, blanks and what stands within names; at most five words, each beginning with a capital.
bool looksLikeName(std::string_view text) {
    text = trimmed(text);
    if (text.size() < 2 || text.size() > 80) return false;
    size_t words = 0;
    bool begins = true;
    for (const char c : text) {
        const bool capital = c >= 'A' && c <= 'Z';
        const bool letter = capital || (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
        if (!letter && std::string_view(" .,'-()\"/").find(c) == std::string_view::npos) return false;
        if (letter && begins) ++words;
        begins = c == ' ';
    }
    return words >= 1 && words <= 8;
}

bool hasGivenName(std::string_view text) {
    std::string word;
    for (const char c : lowerCase(text) + " ") {
        const bool letter = (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
        if (letter) {
            word += c;
            continue;
        }
        if (!word.empty() && givenNames().contains(word)) return true;
        word.clear();
    }
    return false;
}

/// A house number and a word for a street, or a street's ending.
bool looksLikeAddress(std::string_view text) {
    static constexpr std::array<std::string_view, 24> streetWords = {
        "street", "st", "avenue",  "ave", "road", "rd",    "drive", "dr",    "lane",  "ln",  "boulevard", "blvd",
        "court",  "ct", "highway", "hwy", "rue",  "calle", "via",   "platz", "allee", "weg", "straat",    "way"};
    if (text.size() > 160 || std::none_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return false;
    for (const std::string& word : nameWords(lowered(text)))
        if (std::find(streetWords.begin(), streetWords.end(), word) != streetWords.end() || word.ends_with("straße") ||
            word.ends_with("strasse") || (word.size() > 4 && word.ends_with("str")))
            return true;
    return false;
}

class PersonalData {
public:
    PersonalData(const ColumnProfile& column, const ValueSample& sample)
        : m_column(column), m_words(nameWords(column.schema.name)), m_texts(sample.texts),
          m_examined(sample.textsExamined) {
        for (const int64_t value : sample.integers) m_texts.emplace_back(std::to_string(value), 1);
        m_numeric = !sample.integers.empty();
        if (m_numeric) m_examined = m_texts.size();
    }

    std::vector<ProfileWarning> find() {
        byBirth();
        if (m_examined == 0) return std::move(m_found);
        // Only the strictest form that fits is reported: a card number is also a row of digits.
        const bool known = byCheckDigit() || (!m_numeric && byForm()) || byPhone();
        if (!known && !m_numeric) byContent();
        return std::move(m_found);
    }

private:
    struct Matches {
        double share = 0;
        size_t different = 0;
    };

    template <typename Match>
    [[nodiscard]] Matches count(Match match) const {
        uint64_t hits = 0;
        std::unordered_set<std::string_view> different;
        for (size_t i = 0; i < m_texts.size(); ++i) {
            // Most columns are none of it, and the first values tell.
            if (hits == 0 && i == 256) break;
            const auto& [text, times] = m_texts[i];
            if (!match(std::string_view(text))) continue;
            hits += times;
            if (different.size() < 4 * fewestChecked) different.insert(text);
        }
        return {static_cast<double>(hits) / static_cast<double>(m_examined), different.size()};
    }

    bool add(WarningKind kind, Severity severity, double share, std::string detail = {}) {
        m_found.push_back({kind,
                           severity,
                           {m_column.schema.name},
                           {{"share", share}, {"examined", static_cast<double>(m_examined)}},
                           std::move(detail)});
        return true;
    }

    bool byCheckDigit() {
        const size_t needed = m_numeric ? 4 * fewestChecked : fewestChecked;
        if (const Matches cards = count(isPaymentCard); cards.share >= nearlyAll && cards.different >= needed)
            return add(WarningKind::PaymentCard, Severity::Grave, cards.share);
        if (const Matches ibans = count(isIban); ibans.share >= mostOf && ibans.different >= fewestForms)
            return add(WarningKind::Iban, Severity::Grave, ibans.share);
        for (const NationalId& id : nationalIds())
            if (const Matches ids = count(id.matches); ids.share >= nearlyAll && ids.different >= needed)
                return add(WarningKind::NationalId, Severity::Grave, ids.share, id.key);
        return false;
    }

    bool byForm() {
        if (const Matches mails = count(isEmail); mails.share >= 0.5 && mails.different >= 2)
            return add(WarningKind::Email, Severity::Warning, mails.share);
        const Matches machines = count([](std::string_view text) { return isIpV4(text) || isIpV6(text); });
        if (machines.share < mostOf || machines.different < fewestForms) return false;
        // Version numbers have the form of addresses, but small parts.
        const Matches large = count([](std::string_view text) {
            const auto parts = splitText(trimmed(text), '.');
            return isIpV6(text) ||
                   std::any_of(parts.begin(), parts.end(), [](const std::string& part) { return part.size() == 3; });
        });
        if (large.share < 0.5 && !anyOf(m_words, machineWords)) return false;
        return add(WarningKind::IpAddress, Severity::Warning, machines.share);
    }

    bool byPhone() {
        const bool named = anyOf(m_words, phoneWords);
        const Matches phones = count([&](std::string_view text) {
            const PhoneLikeness likeness = phoneLikeness(text);
            return named ? likeness != PhoneLikeness::None : likeness == PhoneLikeness::Clear;
        });
        if (phones.share < mostOf || phones.different < fewestForms) return false;
        return add(WarningKind::Phone, Severity::Warning, phones.share);
    }

    void byBirth() {
        if (!anyOf(m_words, birthWords)) return;
        const ColumnType type = m_column.schema.type;
        const bool dates = type == ColumnType::Date || type == ColumnType::Timestamp;
        const bool years = type == ColumnType::Integer && m_column.min >= 1850 && m_column.max <= 2200;
        const double share = dates || years ? 1 : isTextual(type) && m_examined > 0 ? count(looksLikeDate).share : 0;
        if (share >= mostOf) add(WarningKind::BirthDate, Severity::Warning, share);
    }

    void byContent() {
        if (looksLikePeople()) return;
        const Matches streets = count(looksLikeAddress);
        const bool named = anyOf(m_words, addressWords);
        if (streets.different >= fewestForms && streets.share >= (named ? 0.3 : 0.6))
            add(WarningKind::Address, Severity::Warning, streets.share);
    }

    bool looksLikePeople() {
        const Matches given = count(hasGivenName);
        const Matches form = count(looksLikeName);
        const bool aName = std::find(m_words.begin(), m_words.end(), "name") != m_words.end();
        const bool clear =
            anyOf(m_words, personNames) || (aName && (anyOf(m_words, nameKinds) || anyOf(m_words, people)));
        const bool lone = m_words.size() == 1 && (aName || m_words[0] == "first" || m_words[0] == "last");
        const double share = std::min(given.share, form.share);
        const bool found = (clear && form.share >= mostOf) ||
                           (lone && form.share >= mostOf && given.share >= (m_words[0] == "last" ? 0.02 : 0.2)) ||
                           (given.share >= 0.4 && form.share >= mostOf);
        if (!found || form.different < fewestForms) return false;
        return add(WarningKind::PersonName, Severity::Warning, clear ? form.share : share);
    }

    const ColumnProfile& m_column;
    std::vector<std::string> m_words;
    std::vector<std::pair<std::string, uint64_t>> m_texts;
    uint64_t m_examined;
    bool m_numeric = false;
    std::vector<ProfileWarning> m_found;
};

} // namespace

std::vector<ProfileWarning> findPersonalData(const ColumnProfile& column, const ValueSample& sample) {
    return PersonalData(column, sample).find();
}

} // namespace lathe
