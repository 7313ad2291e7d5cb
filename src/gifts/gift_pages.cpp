#include "gifts/gift_pages.hpp"

std::span<const relais::base::EmbeddedFile> relais_gifts_templates();

namespace relais::gifts {

void add_gift_pages(web::Site& site, accounts::Gate& gate) {
  site.add_templates(relais_gifts_templates());
  add_gift_list(gate);
  add_gift_page(gate);
  add_pledge_forms(gate);
  add_receipt_forms(gate);
  add_gift_api(gate);
}

}  // namespace relais::gifts
