#pragma once
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "directory/directory.hpp"
#include "directory/import.hpp"
#include "places/geography.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"

namespace relais::directory {

inline std::string list_file(const std::string& path) {
  std::ifstream in(std::string(std::getenv("RELAIS_SOURCE")) + "/data/" + path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

/// A programme, some départements, and the lists of places.
class Directory : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    write([&](store::Transaction& transaction) {
      places::store_geography(transaction, some_communes());
      sample_.emplace(transaction);
    });
  }

  /// Loading all of France takes longer than any of these tests.
  static const places::Geography& some_communes() {
    static const auto some = [] {
      auto geography = places::read_geography();
      const std::set<std::string> kept{"13", "64", "93", "974"};
      std::erase_if(geography.communes, [&](const auto& line) { return !kept.contains(line.commune.departement); });
      geography.version = "some";
      geography.former_names.clear();
      geography.former_codes.clear();
      return geography;
    }();
    return some;
  }

  base::Result<tabular::ImportReport> import(const std::string& bytes, const ImportOptions& options,
                                             const std::string& toml = "", store::Database* into = nullptr) {
    std::istringstream table(bytes);
    const auto mapping = tabular::parse_mapping(toml, place_columns());
    return import_places(into ? *into : database(), people::permit_of_test(), sample_->programme, table, *mapping,
                         options);
  }
  tabular::ImportReport import_list(const std::string& name, ImportOptions options) {
    return import(list_file("places/" + name + ".csv"), options, list_file("mappings/" + name + ".toml")).value();
  }
  static ImportOptions accredited(Keep keep = Keep::all_or_nothing) {
    ImportOptions options;
    options.list = "essai";
    options.keep = keep;
    options.accreditation = people::Accreditation::accredited;
    return options;
  }
  static ImportOptions published(Keep keep = Keep::all_or_nothing) {
    auto options = accredited(keep);
    options.list.clear();
    return options;
  }

  Page list(const char* departement, const PageRequest& page = {}) {
    return database()
        .read([&](store::Reader& r) { return list_accredited(r, sample_->programme, departement, today(), page); })
        .value();
  }
  base::Result<Search> search(const char* where, const PageRequest& page = {}) {
    return database().read(
        [&](store::Reader& r) { return search_accredited(r, sample_->programme, where, today(), page); });
  }
  std::int64_t count(const char* departement) {
    for (const auto& counted : database().read(
             [&](store::Reader& r) { return count_accredited_by_departement(r, sample_->programme, today()); })) {
      if (counted.departement.code == departement) return counted.structures;
    }
    return -1;
  }
  std::int64_t places_stored() {
    return database().read([](store::Reader& r) { return r.integer("SELECT COUNT(*) FROM directory_place"); });
  }
  static base::Day today() { return base::day_from(18'347); }  // 26 March 2020

  std::optional<testing::SampleProgramme> sample_;
};

}  // namespace relais::directory
