// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

/// Texts that name a person, an account or a machine, told by their form and check digits. Pure functions, O(length);
/// blanks around the text are passed over.
namespace lathe {

/// A mailbox of RFC 5321 without quotes, its domain ending in letters.
[[nodiscard]] bool isEmail(std::string_view text);

enum class PhoneLikeness {
    None,
    Plausible, ///< 7 to 15 digits in groups; other numbers look like this too
    Clear,     ///< with a country code, brackets, or grouped as 555-123-4567
};
/// E.164 lengths; dates, IP addresses, ISBN and decimal numbers are none.
[[nodiscard]] PhoneLikeness phoneLikeness(std::string_view text);

/// ISO 13616: the country's length, and remainder 1 by 97 (ISO 7064). Blanks within are passed over.
[[nodiscard]] bool isIban(std::string_view text);

/// ISO/IEC 7812: an issuer's prefix and length, and the Luhn check digit. Groups may be parted by blanks or dashes.
[[nodiscard]] bool isPaymentCard(std::string_view text);

[[nodiscard]] bool isIpV4(std::string_view text);
[[nodiscard]] bool isIpV6(std::string_view text);

/// A national number of persons and its check.
struct NationalId {
    const char* key; ///< "de-tax-id"
    bool (*matches)(std::string_view text);
};
/// Germany (tax), Spain (DNI, NIE), France (NIR), Italy (codice fiscale), United Kingdom (NHS), Poland (PESEL),
/// Netherlands (BSN), Sweden (personnummer), Brazil (CPF), China (resident identity), India (Aadhaar), United States
/// (social security, by its form with dashes).
[[nodiscard]] const std::array<NationalId, 13>& nationalIds();

/// A calendar date in one of the usual forms of numbers ("2012-03-01", "1.3.2012", "03/01/12").
[[nodiscard]] bool looksLikeDate(std::string_view text);
/// A number, perhaps with thousands marks, a currency sign or a per cent sign.
[[nodiscard]] bool looksLikeNumber(std::string_view text);

} // namespace lathe
