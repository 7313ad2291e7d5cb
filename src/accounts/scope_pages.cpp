#include "accounts/scope_pages.hpp"

#include <utility>

#include "base/check.hpp"
#include "web/i18n.hpp"

namespace relais::accounts {
namespace {

using people::Right;
using web::to_translate;

constexpr std::pair<Right, std::string_view> scope_words[] = {
    {Right::change_programme, to_translate("changer le programme et ses organisations")},
    {Right::manage_accounts, to_translate("gérer les comptes")},
    {Right::accredit, to_translate("habiliter des structures")},
    {Right::pledge_gifts, to_translate("écrire, changer et clore des promesses de dons")},
    {Right::receive_gifts, to_translate("compter des livraisons au dépôt, les annuler")},
    {Right::move_stock, to_translate("mouvementer le stock d’un dépôt")},
    {Right::run_census, to_translate("ouvrir le recensement, relire des besoins")},
    {Right::state_needs, to_translate("écrire des besoins")},
    {Right::allocate, to_translate("attribuer")},
    {Right::ship, to_translate("remettre des expéditions au transporteur")},
    {Right::receive_shipments, to_translate("recevoir des expéditions, noter les écarts")},
    {Right::hand_over, to_translate("noter des remises")},
    {Right::answer_calls, to_translate("tenir la permanence téléphonique")},
    {Right::read_programme, to_translate("lire le programme")},
    {Right::read_gifts, to_translate("lire les dons")},
    {Right::read_stock, to_translate("lire le stock, les rayons")},
    {Right::read_needs, to_translate("lire les besoins")},
    {Right::read_allocations, to_translate("lire les attributions")},
    {Right::read_shipments, to_translate("lire les expéditions")},
    {Right::read_hand_overs, to_translate("lire les remises")},
    {Right::read_impact, to_translate("lire le bilan")},
    {Right::read_audit, to_translate("lire la piste d’audit")},
};

}  // namespace

std::string words_of(Right right, base::Language language) {
  for (const auto& [one, words] : scope_words)
    if (one == right) return web::translate(language, words);
  RELAIS_CHECK(false);
}

}  // namespace relais::accounts
