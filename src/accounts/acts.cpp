#include "accounts/acts.hpp"

#include "accounts/verified.hpp"

namespace relais::accounts {

void record_act(store::Transaction& transaction, const people::Actor& actor, const audit::Event& event) {
  audit::record(transaction, Verified::own_affairs(actor.name()), event);
}

void record_applicant_act(store::Transaction& transaction, std::string_view reference, const audit::Event& event) {
  audit::record(transaction, Verified::own_affairs("applicant:" + std::string(reference)), event);
}

}  // namespace relais::accounts
