#include <fmt/format.h>

#include "accreditation/accreditation_pages.hpp"
#include "outbox/outbox.hpp"
#include "web/i18n.hpp"

namespace relais::accreditation {

base::Result<> post_letter(store::Transaction& transaction, const Application& application, const std::string& key,
                           const std::string& subject, const std::string& text) {
  const auto whole = fmt::format(
      fmt::runtime(web::translate(application.language,
                                  "Bonjour,\n\nVotre demande d'habilitation {0} pour « {1} » :\n\n{2}\n\nSi vous "
                                  "n'avez rien demandé, ignorez ce message.\n")),
      application.reference, application.name, text);
  RELAIS_TRY_DONE(outbox::post_mail(transaction, {.key = fmt::format("application/{}/{}", application.reference, key),
                                                  .to = application.email,
                                                  .subject = subject,
                                                  .text = PersonalText(whole)}));
  return base::Done{};
}

}  // namespace relais::accreditation
