#include "needs/remind_pages.hpp"

#include <fmt/format.h>

#include "accounts/accounts.hpp"
#include "outbox/outbox.hpp"
#include "web/i18n.hpp"

namespace relais::needs {
namespace {

using accounts::Member;
using accounts::PersonalText;
using base::Result;
using store::Transaction;
using web::translate;

constexpr std::int64_t managers_max = 1'000'000;

/// The managers of each structure that the permit covers.
std::unordered_map<OrganisationId, std::vector<Member>> managers_of(Transaction& transaction,
                                                                    const people::AccountPermit& permit,
                                                                    ProgrammeId programme) {
  std::unordered_map<OrganisationId, std::vector<Member>> managers;
  const auto add = [&](OrganisationId root) {
    for (auto& member : accounts::list_members(transaction, permit, programme,
                                               {.organisation = root, .after = {}, .members_max = managers_max}))
      if (member.role == people::Role::structure_manager) managers[member.organisation].push_back(std::move(member));
  };
  if (permit.coverage().covers(programme)) {
    add({});
  } else {
    // A network's own list has its structures in it.
    for (const auto organisation : *permit.coverage().organisations())
      if (people::get_organisation(transaction, organisation).kind == people::OrganisationKind::network)
        add(organisation);
  }
  return managers;
}

Result<> post_reminder(Transaction& transaction, const RemindOrder& order, const Participant& participant,
                       const Member& manager) {
  const auto language = order.language;
  const auto text = fmt::format(
      fmt::runtime(translate(language,
                             "Bonjour,\n\n« {0} » attend votre réponse pour {1}, au plus tard le {2} : combien de "
                             "personnes attendent quoi, en deux minutes.\n\n{3}/needs\n\nSi vous avez répondu "
                             "entre-temps, ignorez ce message.\n")),
      order.round.name.in(language), participant.name, web::format_day(language, order.round.closes_on),
      order.site_url);
  RELAIS_TRY_DONE(outbox::post_mail(
      transaction, {.key = fmt::format("remind/{}/{}/{}/{}", order.round.id.value, participant.structure.value,
                                       manager.account_reference, base::to_integer(transaction.now())),
                    .to = manager.email,
                    .subject = translate(language, "Votre réponse au recensement est attendue"),
                    .text = PersonalText(text),
                    .useful_until = transaction.now() + reminded_every}));
  return base::Done{};
}

}  // namespace

Result<Reminded> remind(Transaction& transaction, const CensusPermit& permit, const people::AccountPermit& accounts,
                        const RemindOrder& order) {
  const auto due = list_to_remind(transaction, order.round, transaction.now(), permit.coverage());
  if (due.empty()) return Reminded{.repeated = true};
  const auto managers = managers_of(transaction, accounts, order.round.programme);
  Reminded reminded;
  for (const auto& participant : due) {
    const auto found = managers.find(participant.structure);
    if (found == managers.end()) {
      ++reminded.unreachable;
      continue;
    }
    RELAIS_TRY(const bool is_ours, note_reminder(transaction, permit, order.round, participant.structure));
    if (!is_ours) continue;
    ++reminded.structures;
    for (const auto& manager : found->second) {
      RELAIS_TRY_DONE(post_reminder(transaction, order, participant, manager));
      ++reminded.mails;
    }
  }
  reminded.repeated = reminded.structures == 0;
  return reminded;
}

}  // namespace relais::needs
