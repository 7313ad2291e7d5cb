#include "accounts/whose_pages.hpp"

#include "accounts/refusals.hpp"
#include "web/form.hpp"

namespace relais::accounts {

using people::Right;
using store::Reader;
using web::Data;

OrganisationId organisation_shown(Reader& reader, const Visit& visit, const people::AccountPermit& permit,
                                  const web::Request& request) {
  const auto named = people::find_organisation(reader, visit.programme(), request.query.text("organisation"));
  if (named && permit.coverage().covers(visit.programme(), named->id)) return named->id;
  return permit.coverage().covers(visit.programme()) ? OrganisationId{} : visit.on_behalf();
}

void set_organisation_shown(Data& data, Reader& reader, const Visit& visit, OrganisationId shown,
                            std::string_view path) {
  Data list(Data::type::list);
  for (const auto id : people::organisations_with_right(visit.actor(), Right::manage_accounts, visit.programme())) {
    const auto organisation = people::get_organisation(reader, id);
    Data choice;
    choice.set("name", organisation.name);
    choice.set("address", std::string(path) + "?organisation=" + web::percent_encode(organisation.code));
    choice.set("is_current", id == shown);
    list << choice;
  }
  data.set("choices", list);
  data.set("has_choices", visit.actor().memberships().size() > 1);
  data.set("shown", shown ? people::get_organisation(reader, shown).code : std::string());
}

base::Result<people::Organisation> organisation_of_form(Reader& reader, const Visit& visit,
                                                        const people::AccountPermit& permit,
                                                        const web::Request& request) {
  const std::string code(request.form.text("organisation"));
  auto found = people::find_organisation(reader, visit.programme(), code);
  if (!found || !permit.coverage().covers(visit.programme(), found->id))
    return base::Refusal(refused::organisation_unknown, {code});
  return *std::move(found);
}

}  // namespace relais::accounts
