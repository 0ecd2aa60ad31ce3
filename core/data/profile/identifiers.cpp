// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/identifiers.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <arpa/inet.h>

#include "core/base/text.h"
#include "core/data/columns/table.h"

namespace lathe {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool isCapital(char c) { return c >= 'A' && c <= 'Z'; }
int value(char digit) { return digit - '0'; }

bool allDigits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), isDigit); }
bool oneDigitOnly(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [&](char c) { return c == text[0]; });
}

int number(std::string_view digits) {
    int result = 0;
    for (const char c : digits) result = result * 10 + value(c);
    return result;
}

/// The text without \p separators; none when it is longer than any identifier.
std::optional<std::string> without(std::string_view text, std::string_view separators) {
    text = trimmed(text);
    if (text.size() > 48) return std::nullopt;
    std::string result;
    for (const char c : text)
        if (separators.find(c) == std::string_view::npos) result += c;
    return result;
}

std::optional<std::string> digitsOf(std::string_view text, size_t length, std::string_view separators = " -.") {
    auto digits = without(text, separators);
    if (!digits || digits->size() != length || !allDigits(*digits) || oneDigitOnly(*digits)) return std::nullopt;
    return digits;
}

bool luhn(std::string_view digits) {
    int sum = 0;
    for (size_t i = 0; i < digits.size(); ++i) {
        int digit = value(digits[digits.size() - 1 - i]);
        if (i % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

int weightedSum(std::string_view digits, std::initializer_list<int> weights) {
    int sum = 0;
    size_t at = 0;
    for (const int weight : weights) sum += weight * value(digits[at++]);
    return sum;
}

bool isDayAndMonth(int month, int day) { return month >= 1 && month <= 12 && day >= 1 && day <= 31; }

/// Digits parted by other characters: the lengths of the groups.
struct Groups {
    std::vector<size_t> lengths;
    std::string digits;
};

// ---- National numbers -------------------------------------------------------------------------------------------

/// Steueridentifikationsnummer: ISO 7064 MOD 11,10; of the first ten digits one occurs two or three times.
bool germanTaxId(std::string_view text) {
    const auto digits = digitsOf(text, 11, " /");
    if (!digits || digits->front() == '0') return false;
    std::array<int, 10> times{};
    int product = 10;
    for (size_t i = 0; i < 10; ++i) {
        ++times[static_cast<size_t>(value((*digits)[i]))];
        int sum = (value((*digits)[i]) + product) % 10;
        if (sum == 0) sum = 10;
        product = sum * 2 % 11;
    }
    const auto repeated = std::count_if(times.begin(), times.end(), [](int n) { return n > 1; });
    const int most = *std::max_element(times.begin(), times.end());
    return repeated == 1 && most <= 3 && (11 - product) % 10 == value(digits->back());
}

bool spanishId(std::string_view text) {
    auto id = without(text, " -.");
    if (!id || id->size() != 9) return false;
    const size_t foreigner = std::string_view("XYZ").find((*id)[0]);
    if (foreigner != std::string_view::npos) (*id)[0] = static_cast<char>('0' + foreigner);
    const std::string_view digits = std::string_view(*id).substr(0, 8);
    return allDigits(digits) && (*id)[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[number(digits) % 23];
}

/// Numéro d'inscription au répertoire: 97 less the remainder by 97 (Corsica's departments are not covered).
bool frenchNir(std::string_view text) {
    const auto digits = digitsOf(text, 15);
    if (!digits || ((*digits)[0] != '1' && (*digits)[0] != '2')) return false;
    return std::stoll(digits->substr(0, 13)) % 97 == 97 - number(digits->substr(13));
}

bool italianCode(std::string_view text) {
    const auto code = without(text, " ");
    if (!code || code->size() != 16) return false;
    constexpr std::string_view form = "AAAAAA00A00A000A";
    static constexpr std::array<int, 26> odd = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                                20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
    int sum = 0;
    for (size_t i = 0; i < 16; ++i) {
        const char c = (*code)[i];
        if (form[i] == 'A' ? !isCapital(c) : !isDigit(c)) return false;
        const int place = isDigit(c) ? value(c) : c - 'A';
        if (i < 15) sum += i % 2 == 0 ? odd[static_cast<size_t>(place)] : place;
    }
    return sum % 26 == (*code)[15] - 'A';
}

bool britishNhs(std::string_view text) {
    const auto digits = digitsOf(text, 10);
    if (!digits) return false;
    const int check = 11 - weightedSum(*digits, {10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
    return check != 10 && check % 11 == value((*digits)[9]);
}

bool polishPesel(std::string_view text) {
    const auto digits = digitsOf(text, 11);
    if (!digits || !isDayAndMonth(number(digits->substr(2, 2)) % 20, number(digits->substr(4, 2)))) return false;
    return weightedSum(*digits, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}) % 10 == 0;
}

bool dutchBsn(std::string_view text) {
    const auto digits = digitsOf(text, 9);
    return digits && weightedSum(*digits, {9, 8, 7, 6, 5, 4, 3, 2, -1}) % 11 == 0;
}

bool swedishNumber(std::string_view text) {
    auto digits = without(text, "-+");
    if (!digits || !allDigits(*digits)) return false;
    if (digits->size() == 12) digits->erase(0, 2);
    return digits->size() == 10 && isDayAndMonth(number(digits->substr(2, 2)), number(digits->substr(4, 2))) &&
           luhn(*digits);
}

bool brazilianCpf(std::string_view text) {
    const auto digits = digitsOf(text, 11);
    if (!digits) return false;
    const int first = weightedSum(*digits, {10, 9, 8, 7, 6, 5, 4, 3, 2}) * 10 % 11 % 10;
    const int second = weightedSum(*digits, {11, 10, 9, 8, 7, 6, 5, 4, 3, 2}) * 10 % 11 % 10;
    return first == value((*digits)[9]) && second == value((*digits)[10]);
}

/// GB 11643: date of birth, and ISO 7064 MOD 11-2.
bool chineseId(std::string_view text) {
    const auto id = without(text, " ");
    if (!id || id->size() != 18 || !allDigits(std::string_view(*id).substr(0, 17))) return false;
    const int year = number(id->substr(6, 4));
    if (year < 1850 || year > 2100 || !isDayAndMonth(number(id->substr(10, 2)), number(id->substr(12, 2))))
        return false;
    const int sum = weightedSum(*id, {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2});
    return "10X98765432"[sum % 11] == (*id)[17];
}

/// The check of J. Verhoeff (1969): multiplication in the dihedral group of order ten.
bool indianAadhaar(std::string_view text) {
    const auto digits = digitsOf(text, 12);
    if (!digits || (*digits)[0] < '2') return false;
    static constexpr std::array<int, 10> permutation = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
    int check = 0;
    for (size_t i = 0; i < 12; ++i) {
        int digit = value((*digits)[11 - i]);
        for (size_t turn = 0; turn < i % 8; ++turn) digit = permutation[static_cast<size_t>(digit)];
        const bool turned = check >= 5;
        const int rotated = turned ? (digit < 5 ? 5 + (check - 5 - digit + 5) % 5 : (check - digit + 10) % 5)
                                   : (digit < 5 ? (check + digit) % 5 : 5 + (check + digit - 5) % 5);
        check = rotated;
    }
    return check == 0;
}

bool americanSsn(std::string_view text) {
    text = trimmed(text);
    if (text.size() != 11 || text[3] != '-' || text[6] != '-') return false;
    const std::string_view area = text.substr(0, 3);
    const std::string_view group = text.substr(4, 2);
    const std::string_view serial = text.substr(7);
    return allDigits(area) && allDigits(group) && allDigits(serial) && area != "000" && area != "666" &&
           area[0] != '9' && group != "00" && serial != "0000";
}

bool spanishDni(std::string_view text) {
    return !trimmed(text).empty() && isDigit(trimmed(text)[0]) && spanishId(text);
}
bool spanishNie(std::string_view text) {
    return !trimmed(text).empty() && isCapital(trimmed(text)[0]) && spanishId(text);
}

/// Lengths of the IBAN by country (ISO 13616 registry).
size_t ibanLength(std::string_view country) {
    static constexpr std::pair<std::string_view, size_t> lengths[] = {
        {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22}, {"BH", 22},
        {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DK", 18}, {"DO", 28},
        {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GI", 23},
        {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26},
        {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20}, {"LU", 20},
        {"LV", 21}, {"LY", 25}, {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MR", 27}, {"MT", 31}, {"MU", 30},
        {"NL", 18}, {"NO", 15}, {"PK", 24}, {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22},
        {"SA", 24}, {"SC", 31}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"ST", 25}, {"SV", 28}, {"TL", 23},
        {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20}};
    const auto found =
        std::find_if(std::begin(lengths), std::end(lengths), [&](const auto& entry) { return entry.first == country; });
    return found == std::end(lengths) ? 0 : found->second;
}

bool isIssuer(std::string_view digits) {
    const int two = number(digits.substr(0, 2));
    const int three = number(digits.substr(0, 3));
    const int four = number(digits.substr(0, 4));
    const size_t n = digits.size();
    if (digits[0] == '4') return n == 13 || n == 16 || n == 19;                                // Visa
    if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return n == 16;            // Mastercard
    if (two == 34 || two == 37) return n == 15;                                                // American Express
    if ((three >= 300 && three <= 305) || two == 36 || two == 38 || two == 39) return n == 14; // Diners Club
    if (four >= 3528 && four <= 3589) return n == 16;                                          // JCB
    return (four == 6011 || two == 65 || (three >= 644 && three <= 649) || two == 62) && n >= 16 &&
           n <= 19; // Discover, UnionPay
}

bool isMailCharacter(char c) {
    return isLetter(c) || isDigit(c) || (static_cast<unsigned char>(c) & 0x80U) != 0 ||
           std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
}

bool isDomain(std::string_view domain) {
    const auto labels = splitText(domain, '.');
    if (labels.size() < 2) return false;
    for (const std::string& label : labels) {
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
        if (!std::all_of(label.begin(), label.end(), [](char c) {
                return isLetter(c) || isDigit(c) || c == '-' || (static_cast<unsigned char>(c) & 0x80U) != 0;
            }))
            return false;
    }
    return labels.back().size() >= 2 && std::none_of(labels.back().begin(), labels.back().end(), isDigit);
}

} // namespace

bool isEmail(std::string_view text) {
    text = trimmed(text);
    const size_t at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
    const std::string_view local = text.substr(0, at);
    return local.front() != '.' && local.back() != '.' && std::all_of(local.begin(), local.end(), isMailCharacter) &&
           isDomain(text.substr(at + 1));
}

PhoneLikeness phoneLikeness(std::string_view text) {
    text = trimmed(text);
    if (text.size() < 7 || text.size() > 24 || looksLikeDate(text) || isIpV4(text) || americanSsn(text))
        return PhoneLikeness::None;
    const bool country = text.front() == '+';
    Groups groups;
    bool brackets = false;
    size_t dots = 0;
    bool inGroup = false;
    for (size_t i = country ? 1 : 0; i < text.size(); ++i) {
        const char c = text[i];
        if (isDigit(c)) {
            if (!inGroup) groups.lengths.push_back(0);
            ++groups.lengths.back();
            groups.digits += c;
        } else if (std::string_view(" -/.()").find(c) == std::string_view::npos) {
            return PhoneLikeness::None;
        }
        brackets |= c == '(';
        dots += c == '.' ? 1 : 0;
        inGroup = isDigit(c);
    }
    const size_t digits = groups.digits.size();
    if (digits < 7 || digits > 15 || dots == 1) return PhoneLikeness::None;
    if (digits == 13 && (groups.digits.starts_with("978") || groups.digits.starts_with("979")))
        return PhoneLikeness::None;
    if (country || (brackets && groups.lengths.size() > 1)) return PhoneLikeness::Clear;
    if (groups.lengths == std::vector<size_t>{3, 3, 4}) return PhoneLikeness::Clear;
    // As in France: 01 23 45 67 89.
    if (groups.lengths == std::vector<size_t>(5, 2) && groups.digits[0] == '0') return PhoneLikeness::Clear;
    const bool longGroup =
        groups.lengths.size() > 1 && *std::max_element(groups.lengths.begin(), groups.lengths.end()) > 8;
    return longGroup || groups.lengths == std::vector<size_t>{5, 4} ? PhoneLikeness::None : PhoneLikeness::Plausible;
}

bool isIban(std::string_view text) {
    const auto iban = without(text, " ");
    if (!iban || iban->size() < 15 || ibanLength(iban->substr(0, 2)) != iban->size()) return false;
    int remainder = 0;
    for (size_t i = 0; i < iban->size(); ++i) {
        const char c = (*iban)[(i + 4) % iban->size()]; // the first four stand behind
        if (isDigit(c)) remainder = (remainder * 10 + value(c)) % 97;
        else if (isCapital(c)) remainder = (remainder * 100 + c - 'A' + 10) % 97;
        else return false;
    }
    return remainder == 1;
}

bool isPaymentCard(std::string_view text) {
    const auto digits = without(text, " -");
    return digits && digits->size() >= 13 && digits->size() <= 19 && allDigits(*digits) && isIssuer(*digits) &&
           luhn(*digits);
}

bool isIpV4(std::string_view text) {
    in_addr address{};
    const std::string whole(trimmed(text));
    return whole.size() >= 7 && whole.size() <= 15 && inet_pton(AF_INET, whole.c_str(), &address) == 1;
}

bool isIpV6(std::string_view text) {
    in6_addr address{};
    const std::string whole(trimmed(text));
    return whole.size() >= 3 && whole.size() <= 45 && inet_pton(AF_INET6, whole.c_str(), &address) == 1;
}

const std::array<NationalId, 13>& nationalIds() {
    static constexpr std::array<NationalId, 13> all = {{{"de-tax-id", germanTaxId},
                                                        {"es-dni", spanishDni},
                                                        {"es-nie", spanishNie},
                                                        {"fr-nir", frenchNir},
                                                        {"it-codice-fiscale", italianCode},
                                                        {"uk-nhs", britishNhs},
                                                        {"pl-pesel", polishPesel},
                                                        {"nl-bsn", dutchBsn},
                                                        {"se-personnummer", swedishNumber},
                                                        {"br-cpf", brazilianCpf},
                                                        {"cn-resident-id", chineseId},
                                                        {"in-aadhaar", indianAadhaar},
                                                        {"us-ssn", americanSsn}}};
    return all;
}

bool looksLikeDate(std::string_view text) {
    text = trimmed(text);
    if (text.size() < 6 || text.size() > 40) return false;
    if (parseIsoDate(text) || parseIsoTimestamp(text)) return true;
    std::array<int, 3> parts{};
    std::array<size_t, 3> lengths{};
    size_t part = 0;
    char separator = 0;
    for (const char c : text) {
        if (isDigit(c)) {
            if (++lengths[part] > 4) return false;
            parts[part] = parts[part] * 10 + value(c);
            continue;
        }
        if (part == 2 && (c == ' ' || c == 'T') && lengths[2] > 0) break; // a time follows
        if (part == 2 || lengths[part] == 0 || (c != '/' && c != '.' && c != '-') || (separator != 0 && c != separator))
            return false;
        separator = c;
        ++part;
    }
    if (part != 2 || lengths[2] == 0) return false;
    if (lengths[0] == 4) return isDayAndMonth(parts[1], parts[2]);
    const bool year = lengths[2] == 4 || lengths[2] == 2;
    return year && lengths[0] <= 2 && lengths[1] <= 2 &&
           (isDayAndMonth(parts[0], parts[1]) || isDayAndMonth(parts[1], parts[0]));
}

namespace {

/// Blanks and apostrophes part thousands only: three digits follow, and no fourth.
bool partsThousands(std::string_view text) {
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != ' ' && text[i] != '\'') continue;
        const std::string_view after = text.substr(i + 1, 3);
        if (i == 0 || !isDigit(text[i - 1]) || after.size() < 3 || !allDigits(after) ||
            (i + 4 < text.size() && isDigit(text[i + 4])))
            return false;
    }
    const size_t first = text.find_first_of(" '");
    return first == std::string_view::npos || first <= 3 + (isDigit(text[0]) ? 0U : 1U);
}

} // namespace

bool looksLikeNumber(std::string_view text) {
    text = trimmed(text);
    if (text.empty() || text.size() > 40) return false;
    if (parseNumber(text)) return isDigit(text.back()) || text.back() == '.';
    for (const std::string_view sign : {"$", "€", "£", "¥", "%"}) {
        if (text.starts_with(sign)) text.remove_prefix(sign.size());
        else if (text.ends_with(sign)) text.remove_suffix(sign.size());
    }
    text = trimmed(text);
    const auto plain = without(text, ", '");
    return partsThousands(text) && plain && !plain->empty() && isDigit(plain->back()) &&
           parseNumber(*plain).has_value();
}

} // namespace lathe
