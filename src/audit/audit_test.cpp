#include "audit/audit.hpp"

#include <gtest/gtest.h>

#include "audit/chain.hpp"
#include "people/rights.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"

namespace relais::audit {
namespace {

using store::Reader;
using store::Transaction;

class AuditTrail : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    write([&](Transaction& transaction) { sample_.emplace(transaction); });
  }
  Event event(std::string subject, std::string request = {}) const {
    return {"receive_gifts", std::move(subject), "192.0.2.7", sample_->programme, sample_->depot, std::move(request)};
  }
  void append(const Event& one) {
    write([&](Transaction& transaction) { record(transaction, people::permit_of_test(), one); });
  }
  std::vector<Record> list(const RecordFilter& filter = {}) {
    return database().read(
        [&](Reader& reader) { return list_records(reader, people::permit_of_test(), sample_->programme, filter); });
  }
  Verification verified() {
    return database().read([](Reader& reader) { return verify(reader); });
  }
  std::optional<testing::SampleProgramme> sample_;
};

TEST_P(AuditTrail, tells_who_did_what_from_where_on_whose_behalf_newest_first) {
  append(event("don-1"));
  append(event("don-2"));
  append({.action = "sign_in"});
  const auto all = list();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].event.action, "sign_in");
  EXPECT_EQ(all[2].actor, "test");
  EXPECT_EQ(all[2].event.subject, "don-1");
  EXPECT_EQ(all[2].event.address, "192.0.2.7");
  EXPECT_EQ(all[2].organisation_code, "depot-pantin");
  EXPECT_EQ(list({.before = all[1].id}).size(), 1u);
  EXPECT_EQ(list({.subject = "don-2"}).size(), 1u);
  EXPECT_EQ(list({.records_max = 2}).size(), 2u);
}

TEST_P(AuditTrail, records_a_repeated_request_once) {
  append(event("don-1", "formulaire-1"));
  append(event("don-1", "formulaire-1"));
  EXPECT_EQ(list().size(), 1u);
  append(event("don-1"));
  append(event("don-1"));
  EXPECT_EQ(list().size(), 3u);
}

TEST_P(AuditTrail, is_kept_or_undone_with_the_change) {
  (void)database().write([&](Transaction& transaction) -> base::Result<> {
    record(transaction, people::permit_of_test(), event("don-1"));
    return base::Refusal(base::RefusalReason{"test.no", 422, "non", "no"});
  });
  EXPECT_TRUE(list().empty());
}

TEST_P(AuditTrail, shows_nothing_to_whom_the_programme_is_not) {
  append(event("don-1"));
  database().read([&](Reader& reader) {
    const auto actor =
        people::actor_of_test({{sample_->programme, sample_->structure, people::Role::structure_manager}});
    const auto permit = people::permit<people::Right::read_stock>(reader, actor, sample_->programme);
    EXPECT_TRUE(list_records(reader, *permit, sample_->programme).empty());
    return 0;
  });
}

TEST_P(AuditTrail, is_right_until_someone_changes_or_removes_a_record) {
  for (const auto* subject : {"don-1", "don-2", "don-3"}) append(event(subject));
  EXPECT_EQ(verified().records, 3);
  EXPECT_EQ(verified().strands, 1);
  EXPECT_EQ(verified().fault, "");
  write([](Transaction& transaction) {
    transaction.execute("UPDATE audit_record SET subject = 'don-9' WHERE position = 2");
  });
  EXPECT_EQ(verified().fault, "record 2 of strand 0: its hash is not that of its content");
  write([](Transaction& transaction) { transaction.execute("DELETE FROM audit_record WHERE position = 2"); });
  EXPECT_EQ(verified().fault, "record 3 of strand 0: 2 is missing");
}

RELAIS_ON_BOTH_ENGINES(AuditTrail);

TEST(AuditChain, hashes_a_text_that_a_person_can_write) {
  // printf 'relais audit 1\n0 1\n%064d\n7 5 3 0\n4 test\n7 sign_in\n0 \n0 \n0 \n' 0 | sha256sum
  EXPECT_EQ(record_hash({.strand = 0,
                         .position = 1,
                         .previous_hash = genesis_hash,
                         .id = 7,
                         .recorded_at = 5,
                         .programme = 3,
                         .organisation = 0,
                         .actor = "test",
                         .action = "sign_in",
                         .subject = "",
                         .address = "",
                         .request = ""}),
            "bec952bfb1f2f4515d99b73e3c50f20093a896df80cebf2d63b23b5f0ca7342f");
}

}  // namespace
}  // namespace relais::audit
