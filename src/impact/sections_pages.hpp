#pragma once
#include "impact/desk_pages.hpp"
#include "web/template.hpp"

namespace relais::impact {

/// The lists of the dashboard, a function each. `audiences` holds, per audience, the measures that have a target or a
/// result.
web::Data audience_list(const Summary& summary, base::Language language);
web::Data unmet_rows(const std::vector<Unmet>& unmet, const catalogue::Catalogue& catalogue, base::Language language);
web::Data network_rows(const std::vector<NetworkImpact>& networks, base::Language language);
web::Data donor_rows(const std::vector<DonorImpact>& donors, const catalogue::Catalogue& catalogue,
                     base::Language language);
/// Of one département.
web::Data need_rows(const OneDepartement& departement, base::Language language);

}  // namespace relais::impact
