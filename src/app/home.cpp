#include "app/home.hpp"

#include <algorithm>

#include "catalogue/catalogue.hpp"
#include "shipments/unprepared.hpp"
#include "web/i18n.hpp"

namespace relais::app {
namespace {

using accounts::Visit;
using base::Language;
using people::Coverage;
using people::Right;
using store::Reader;
using web::Data;
using web::Request;
using web::Response;
using web::to_translate;
using web::translate;

std::int64_t count_unprepared(Reader& reader, people::ProgrammeId programme, const Coverage& coverage) {
  std::int64_t parcels = 0;
  for (const auto& one : shipments::list_unprepared(reader, programme, coverage)) parcels += one.parcels;
  return parcels;
}
std::int64_t count_all_proposals(Reader& reader, people::ProgrammeId programme, const Coverage&) {
  return count_proposals(reader, programme);
}
/// A depot may receive of any donor.
std::int64_t count_receivable(Reader& reader, people::ProgrammeId programme, const Coverage&) {
  return count_open_pledges(reader, programme, Coverage::all_of(programme));
}

/// Something to do, for whoever has the right; how much of it there is, and where it is done.
struct Task {
  Right right;
  std::string_view label;  ///< French
  std::string_view path;
  std::string_view query;
  std::int64_t (*count)(Reader&, people::ProgrammeId, const Coverage&);
  bool for_own_only = false;  ///< not for those whom it would show the whole programme
};

// In the order in which they are shown: what others wait for first.
constexpr Task tasks[] = {
    {Right::allocate, to_translate("Propositions d’attribution à approuver"), "/allocations", "", count_all_proposals},
    {Right::accredit, to_translate("Demandes d’habilitation à examiner"), "/accreditation", "", count_applications},
    {Right::run_census, to_translate("Besoins à examiner"), "/census", "", count_submitted_needs},
    {Right::ship, to_translate("Expéditions à préparer"), "/shipments", "", count_unprepared},
    {Right::ship, to_translate("Expéditions prêtes à partir"), "/shipments", "?state=prepared", count_prepared},
    {Right::receive_gifts, to_translate("Promesses de dons encore ouvertes"), "/gifts", "?state=open",
     count_receivable},
    {Right::receive_shipments, to_translate("Expéditions en route, à compter à l’arrivée"), "/shipments",
     "?state=dispatched", count_on_the_way},
    {Right::state_needs, to_translate("Vagues ouvertes sans réponse"), "/needs", "", count_unanswered, true},
    {Right::hand_over, to_translate("Articles en rayon, à remettre"), "/hand-overs", "", count_on_shelves, true},
    {Right::pledge_gifts, to_translate("Vos promesses encore ouvertes"), "/gifts", "?state=open", count_open_pledges,
     true},
    {Right::move_stock, to_translate("Articles en quarantaine ou à l’atelier"), "/stock", "", count_held_back},
    {Right::read_needs, to_translate("Personnes de vos structures qui attendent"), "/needs", "", count_waiting_people,
     true},
};

/// Where one may go besides; the first word of each group is its heading.
struct Way {
  std::string_view label;
  std::string_view path;
  std::string_view what;
};
constexpr Way ways[] = {
    {to_translate("Tableau de bord"), "/", to_translate("ce que tout le monde voit du programme")},
    {to_translate("Bilan"), "/impact", to_translate("ce que deviennent les dons, pour vous")},
    {to_translate("Stock"), "/stock", to_translate("où sont les articles, et comment ils y sont venus")},
    {to_translate("Attributions"), "/allocations", to_translate("qui reçoit quoi, et pourquoi")},
    {to_translate("Annuaire"), "/directory", to_translate("les structures, pour orienter quelqu’un")},
    {to_translate("Comptes"), "/members", to_translate("qui se connecte, et avec quel rôle")},
    {to_translate("Audit"), "/audit", to_translate("qui a fait quoi, quand, pour qui")},
    {to_translate("Votre compte"), "/account", to_translate("mot de passe, sessions, second facteur")},
};

struct Todo {
  const Task* task = nullptr;
  std::int64_t count = 0;
};

/// One query for each task of the person's rights, however much there is to do.
std::vector<Todo> todos_of(Reader& reader, const accounts::Gate& gate, const Visit& visit) {
  std::vector<Todo> todos;
  for (const auto& task : tasks) {
    if (!people::has_right(visit.actor(), task.right, visit.programme())) continue;
    if (!leads_somewhere(gate, &visit.visitor(), task.path)) continue;
    const auto coverage = people::coverage_of(reader, visit.actor(), task.right, visit.programme());
    if (!coverage || (task.for_own_only && !coverage->organisations())) continue;
    todos.push_back({&task, task.count(reader, visit.programme(), *coverage)});
  }
  return todos;
}

Data todo_rows(const std::vector<Todo>& todos, bool is_due, Language language) {
  Data rows(Data::type::list);
  for (const auto& [task, count] : todos) {
    if ((count > 0) != is_due) continue;
    Data row;
    row.set("label", translate(language, task->label));
    row.set("count", web::format_number(language, count));
    row.set("address", std::string(task->path) + std::string(task->query));
    rows << row;
  }
  return rows;
}

Data way_rows(const accounts::Gate& gate, const Visit& visit, Language language) {
  Data rows(Data::type::list);
  for (const auto& way : ways) {
    if (!leads_somewhere(gate, &visit.visitor(), way.path)) continue;
    Data row;
    row.set("label", translate(language, way.label));
    row.set("address", std::string(way.path));
    row.set("what", translate(language, way.what));
    rows << row;
  }
  return rows;
}

Data role_rows(Reader& reader, const Visit& visit, Language language) {
  Data rows(Data::type::list);
  for (const auto& membership : visit.actor().memberships()) {
    if (membership.programme != visit.programme()) continue;
    Data row;
    row.set("role", people::label_of(membership.role).in(language));
    row.set("organisation", people::get_organisation(reader, membership.organisation).name);
    rows << row;
  }
  return rows;
}

Response show_home(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto language = request.language;
  Data data;
  if (visit.programme()) {
    gate.database().read([&](Reader& reader) {
      const auto todos = todos_of(reader, gate, visit);
      const auto due = std::count_if(todos.begin(), todos.end(), [](const Todo& one) { return one.count > 0; });
      data.set("due", todo_rows(todos, true, language));
      data.set("has_due", due > 0);
      data.set("quiet", todo_rows(todos, false, language));
      data.set("has_quiet", due < std::ssize(todos));
      data.set("roles", role_rows(reader, visit, language));
      data.set("is_illustrative", catalogue::get_catalogue(reader, visit.programme()).programme.is_illustrative);
      return 0;
    });
  }
  data.set("name", visit.actor().display_name().reveal());
  data.set("ways", way_rows(gate, visit, language));
  return gate.site().page(request, "app/home", {.title = translate(language, "Accueil")}, data);
}

}  // namespace

bool leads_somewhere(const accounts::Gate& gate, const accounts::Visitor* visitor, std::string_view path) {
  const auto& all = gate.declarations();
  const auto page = std::find_if(all.begin(), all.end(), [&](const accounts::Gate::Declaration& one) {
    return one.method == "GET" && one.pattern == path;
  });
  if (page == all.end()) return false;
  if (page->access == accounts::Gate::Access::open) return true;
  if (visitor == nullptr || visitor->standing != accounts::Standing::full) return false;
  if (!page->right) return true;
  const auto& memberships = visitor->actor.memberships();
  return std::any_of(memberships.begin(), memberships.end(), [&](const people::Membership& membership) {
    return people::reach_of(membership.role, *page->right) != people::Reach::none;
  });
}

void add_home_page(accounts::Gate& gate) {
  gate.own("GET", "/home",
           [&gate](const Request& request, const Visit& visit) { return show_home(gate, request, visit); });
}

}  // namespace relais::app
