#pragma once
/// The demonstration: the programme « Connexion d'urgence » from the gift to the impact, each stage acting once.
///
/// What is asked of the slices carries fixed request keys and the days of the story, so that a second run finds
/// everything done and changes nothing. The ledger keeps the true time of each entry.

#include <chrono>
#include <filesystem>

#include "allocation/allocation.hpp"
#include "app/folder/folder.hpp"
#include "app/session.hpp"
#include "catalogue/catalogue.hpp"
#include "needs/needs.hpp"
#include "people/permit.hpp"
#include "store/store.hpp"

namespace relais::app::demo {

/// Activated by the operator on a line: nothing travels, so nothing is lost or waits.
inline constexpr std::string_view remote_kind = "top_up_remote";

/// What the stages hand on to each other.
struct Demo {
  const Session& session;
  store::Database& database;
  std::filesystem::path data;    ///< what is read: data/ of the sources
  std::filesystem::path folder;  ///< what is written: the programme's folder with the census, beside the database
  people::FullPermit permit = people::permit_of_command_line();
  catalogue::Catalogue catalogue = {};
  needs::RoundId round = {};
  allocation::AllocationId allocation = {};
  bool has_changed = false;  ///< whether any stage changed the database

  catalogue::ProgrammeId programme() const { return catalogue.programme.id; }
  /// Says so when work was done, and keeps it.
  void note(bool changed) { has_changed = has_changed || changed; }
};

/// In this order. Each prints what it did; throws Stop, store::Outage.
void load_base(Demo& demo);
void import_real_places(Demo& demo);
void take_census(Demo& demo);
void show_gifts(Demo& demo);
void allocate(Demo& demo);
void ship(Demo& demo);
void receive(Demo& demo);
void hand_over(Demo& demo);
void make_accounts(Demo& demo);

/// Rewrites a line `done/total` on a terminal; prints nothing elsewhere.
void show_progress(std::size_t done, std::size_t total);

}  // namespace relais::app::demo
