// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/data/profile/identifiers.h"
#include "core/data/profile/profile.h"
#include "tests/unit/recipe/tables.h"
#ifdef LATHE_DATA
#include "core/data/datasets.h"
#endif

using namespace lathe;

namespace {

bool isNational(const char* key, std::string_view text) {
    for (const NationalId& id : nationalIds())
        if (std::string_view(id.key) == key) return id.matches(text);
    ADD_FAILURE() << key;
    return false;
}

TEST(Identifiers, email) {
    for (const char* good :
         {"a@b.de", "first.last+tag@mail.example.org", " x_y@sub.example.co.uk ", "müller@exämple.de"})
        EXPECT_TRUE(isEmail(good)) << good;
    for (const char* bad : {"", "@b.de", "a@b", "a@b.1", "a b@c.de", ".a@b.de", "a@-b.de", "a@b..de", "a@@b.de"})
        EXPECT_FALSE(isEmail(bad)) << bad;
}

TEST(Identifiers, phone) {
    for (const char* clear : {"+49 30 901820", "+1-202-555-0143", "(202) 555-0143", "202-555-0143", "202.555.0143",
                              "01 23 45 67 89", "01.23.45.67.89"})
        EXPECT_EQ(phoneLikeness(clear), PhoneLikeness::Clear) << clear;
    for (const char* plausible : {"030 901820", "2025550143"})
        EXPECT_EQ(phoneLikeness(plausible), PhoneLikeness::Plausible) << plausible;
    for (const char* none : {"", "12345", "2012-03-01", "01.03.2012", "192.168.100.200", "12345-6789", "123-45-6789",
                             "1234567.25", "978-3-16-148410-0", "4111 1111 1111 1111", "phone"})
        EXPECT_EQ(phoneLikeness(none), PhoneLikeness::None) << none;
}

// Examples of the ISO 13616 registry and of the card networks' test numbers.
TEST(Identifiers, accountsAndCards) {
    for (const char* good :
         {"DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819", "FR1420041010050500013M02606", "NO9386011117947"})
        EXPECT_TRUE(isIban(good)) << good;
    for (const char* bad :
         {"", "DE89370400440532013001", "DE8937040044053201300", "XX89370400440532013000", "de89370400440532013000"})
        EXPECT_FALSE(isIban(bad)) << bad;
    for (const char* good : {"4111111111111111", "5555-5555-5555-4444", "378282246310005", "6011 1111 1111 1117",
                             "3530111333300000", "30569309025904"})
        EXPECT_TRUE(isPaymentCard(good)) << good;
    for (const char* bad :
         {"", "4111111111111112", "1111111111111117", "411111111111111", "0000000000000000", "79927398713"})
        EXPECT_FALSE(isPaymentCard(bad)) << bad;
}

TEST(Identifiers, addresses) {
    EXPECT_TRUE(isIpV4("192.168.0.1"));
    EXPECT_FALSE(isIpV4("192.168.0.256"));
    EXPECT_FALSE(isIpV4("192.168.1"));
    EXPECT_TRUE(isIpV6("2001:db8::ff00:42:8329"));
    EXPECT_TRUE(isIpV6("::1"));
    EXPECT_FALSE(isIpV6("12:30:45"));
}

// Published examples of the issuers, and numbers made by an independent program.
TEST(Identifiers, nationalNumbers) {
    EXPECT_TRUE(isNational("de-tax-id", "86095742719"));
    EXPECT_FALSE(isNational("de-tax-id", "86095742710"));
    EXPECT_TRUE(isNational("es-dni", "12345678Z"));
    EXPECT_FALSE(isNational("es-dni", "12345678A"));
    EXPECT_TRUE(isNational("es-nie", "X1234567L"));
    EXPECT_TRUE(isNational("fr-nir", "2 55 08 14 168 025 38"));
    EXPECT_FALSE(isNational("fr-nir", "255081416802539"));
    EXPECT_TRUE(isNational("it-codice-fiscale", "RSSMRA85T10A562S"));
    EXPECT_FALSE(isNational("it-codice-fiscale", "RSSMRA85T10A562T"));
    EXPECT_TRUE(isNational("uk-nhs", "943 476 5919"));
    EXPECT_FALSE(isNational("uk-nhs", "943 476 5918"));
    EXPECT_TRUE(isNational("pl-pesel", "44051401359"));
    EXPECT_FALSE(isNational("pl-pesel", "44051401358"));
    for (const char* bsn : {"111222333", "291417772", "631706690", "074391501"})
        EXPECT_TRUE(isNational("nl-bsn", bsn)) << bsn;
    EXPECT_FALSE(isNational("nl-bsn", "111222334"));
    EXPECT_TRUE(isNational("se-personnummer", "811228-9874"));
    EXPECT_FALSE(isNational("se-personnummer", "811228-9873"));
    EXPECT_TRUE(isNational("br-cpf", "111.444.777-35"));
    EXPECT_FALSE(isNational("br-cpf", "111.444.777-36"));
    EXPECT_TRUE(isNational("cn-resident-id", "11010519491231002X"));
    EXPECT_FALSE(isNational("cn-resident-id", "110105194912310021"));
    for (const char* aadhaar : {"208063608375", "983533740680", "324158683444", "986907366251"})
        EXPECT_TRUE(isNational("in-aadhaar", aadhaar)) << aadhaar;
    EXPECT_TRUE(isNational("us-ssn", "123-45-6789"));
    EXPECT_FALSE(isNational("us-ssn", "666-45-6789"));
}

TEST(Identifiers, datesAndNumbers) {
    for (const char* date :
         {"2012-03-01", "2012-03-01T12:30:00", "1.3.2012", "03/01/12", "2/10/1994", "2012/3/1", "01-03-2012 12:00"})
        EXPECT_TRUE(looksLikeDate(date)) << date;
    for (const char* other : {"", "20120301", "1.3", "99/99/2012", "1/2/3/4", "a/b/c", "192.168.0.1"})
        EXPECT_FALSE(looksLikeDate(other)) << other;
    for (const char* good :
         {"1", "-2.5", "1,234,567", "12%", "$ 12.50", "1'000", "-1 234 567,5", "€ 1 200", "1e5", " 7 "})
        EXPECT_TRUE(looksLikeNumber(good)) << good;
    for (const char* other : {"", "-", "12 oz", "nan", "Infinity", "1-2", "%", "01 23 45 67 89", "+44 20 1234 5678",
                              "4111 1111 1111 1111", "1 23", "1234 567"})
        EXPECT_FALSE(looksLikeNumber(other)) << other;
}

/// The personal kinds found in a column.
std::vector<std::string> found(const Column& values) {
    Table table;
    table.columns = {values};
    std::vector<std::string> kinds;
    for (const ProfileWarning& warning : profile(table).warnings)
        if (isPersonal(warning.kind)) kinds.emplace_back(toString(warning.kind));
    return kinds;
}

using Kinds = std::vector<std::string>;

TEST(PersonalData, byContent) {
    std::vector<std::optional<std::string>> mails;
    std::vector<std::optional<std::string>> addresses;
    std::vector<std::optional<std::string>> machines;
    std::vector<std::optional<std::string>> people;
    std::vector<std::optional<std::string>> phones;
    for (int i = 0; i < 60; ++i) {
        mails.emplace_back("user" + std::to_string(i) + "@example.org");
        addresses.emplace_back(std::to_string(i + 1) + " Main Street");
        machines.emplace_back("10.0.120." + std::to_string(i));
        phones.emplace_back("+49 30 9018" + std::to_string(10 + i));
        people.emplace_back(i % 3 == 0   ? "Smith, Mr. John"
                            : i % 3 == 1 ? "Miller, Mrs. Anna Maria"
                                         : "Olsen, Miss. Emma " + std::string(1, static_cast<char>('A' + i % 26)));
    }
    EXPECT_EQ(found(textColumn("contact", mails)), Kinds{"email"});
    EXPECT_EQ(found(textColumn("where", addresses)), Kinds{"address"});
    EXPECT_EQ(found(textColumn("source", machines)), Kinds{"ip-address"});
    EXPECT_EQ(found(textColumn("column_7", phones)), Kinds{"phone"});
    EXPECT_EQ(found(textColumn("Name", people)), Kinds{"person-name"});
    std::vector<std::optional<std::string>> rare; // no given name among them: the column's name tells
    for (int i = 0; i < 200; ++i) rare.emplace_back("Zend" + std::string(1, static_cast<char>('a' + i % 26)) + "ler");
    EXPECT_EQ(found(textColumn("f_name", rare)), Kinds{"person-name"});
    EXPECT_EQ(found(textColumn("lname", rare)), Kinds{"person-name"});
    EXPECT_EQ(found(textColumn("f", rare)), Kinds{});
}

TEST(PersonalData, numbersBecomeCardsOnlyByTheirCheckDigit) {
    Random random(3);
    std::vector<std::optional<int64_t>> ids;
    std::vector<std::optional<int64_t>> cards;
    std::vector<std::optional<int64_t>> nineDigits;
    std::vector<std::optional<std::string>> versions;
    while (cards.size() < 200) {
        const auto id = static_cast<int64_t>(4'000'000'000'000'000 + random.below(999'999'999'999'999));
        if (ids.size() < 200) ids.emplace_back(id);
        if (isPaymentCard(std::to_string(id))) cards.emplace_back(id);
        nineDigits.emplace_back(static_cast<int64_t>(100'000'000 + random.below(800'000'000)));
        versions.emplace_back("1." + std::to_string(random.below(20)) + ".0." + std::to_string(random.below(9)));
    }
    EXPECT_EQ(found(integerColumn("order", ids)), Kinds{});
    EXPECT_EQ(found(integerColumn("order", cards)), Kinds{"payment-card"});
    EXPECT_EQ(found(integerColumn("order", nineDigits)), Kinds{});
    EXPECT_EQ(found(textColumn("version", versions)), Kinds{});
}

TEST(PersonalData, datesOfBirthByName) {
    std::vector<std::optional<int64_t>> days;
    for (int64_t i = 0; i < 100; ++i) days.emplace_back(1000 + 37 * i);
    EXPECT_EQ(found(integerColumn("date_of_birth", days, ColumnType::Date)), Kinds{"birth-date"});
    EXPECT_EQ(found(integerColumn("dob", days, ColumnType::Date)), Kinds{"birth-date"});
    EXPECT_EQ(found(integerColumn("sold_on", days, ColumnType::Date)), Kinds{});
}

#ifdef LATHE_DATA
/// All tables of the folder: what is named here is personal, nothing else is.
TEST(PersonalData, realTables) {
    const std::map<std::string, std::vector<std::string>> personal = {
        {"compas/compas-scores-two-years.csv",
         {"birth-date dob", "person-name first", "person-name last", "person-name name"}},
        {"titanic/kaggle-train.csv", {"person-name Name"}},
        {"dirty-hospital/clean.csv", {"address Address1", "phone PhoneNumber"}},
        {"dirty-hospital/dirty.csv", {"address Address1", "phone PhoneNumber"}}};
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "personal").value();
    const auto project = Project::create(folder.path() / "p.lathe").value();
    const Datasets datasets(*project);
    size_t tables = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(LATHE_DATA)) {
        const std::string name = std::filesystem::relative(entry.path(), LATHE_DATA).string();
        if (entry.path().extension() != ".csv" || name.starts_with("csv-evil") || name.starts_with("parquet")) continue;
        const auto version =
            datasets.importCsv(entry.path(), "t" + std::to_string(tables++), CsvOptions(), JobContext());
        ASSERT_TRUE(version) << name << version.error().describe();
        const DatasetProfile result = profile(*datasets.open(*version).value(), JobContext()).value();
        std::vector<std::string> kinds;
        for (const ProfileWarning& warning : result.warnings)
            if (isPersonal(warning.kind))
                kinds.push_back(std::string(toString(warning.kind)) + " " + warning.columns[0]);
        std::sort(kinds.begin(), kinds.end());
        const auto expected = personal.find(name);
        EXPECT_EQ(kinds, expected == personal.end() ? Kinds{} : expected->second) << name;
    }
    EXPECT_GT(tables, 25U);
}
#endif

} // namespace
