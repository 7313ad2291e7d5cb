#include <map>

#include <fmt/format.h>

#include "ledger/chain.hpp"
#include "ledger/ledger.hpp"

namespace relais::ledger {
namespace {

using store::Reader;
using store::Rows;

constexpr std::int64_t entries_per_page = 5'000;

// Pages by key, so that memory does not grow with the ledger on either engine.
constexpr auto select_page =
    "SELECT e.strand, e.position, e.previous_hash, e.hash, e.id, e.programme_id, e.request, e.reason, e.about, "
    "e.actor, e.recorded_at, COALESCE(e.reverses_id, 0), p.account_id, p.kind_id, p.quantity "
    "FROM (SELECT * FROM ledger_entry WHERE (strand, position) > ($1, $2) ORDER BY strand, position LIMIT $3) e "
    "LEFT JOIN ledger_posting p ON p.entry_id = e.id ORDER BY e.strand, e.position, p.line";
constexpr auto select_all_balances =
    "SELECT b.account_id, b.kind_id, b.quantity, a.is_outside, b.is_outside, a.kind FROM ledger_balance b "
    "JOIN ledger_account a ON a.id = b.account_id ORDER BY b.account_id, b.kind_id";
constexpr auto count_postings = "SELECT COUNT(*) FROM ledger_posting";

struct Key {
  std::int64_t account;
  std::int64_t kind;
  auto operator<=>(const Key&) const = default;
};

struct Fault {
  std::string french;
  std::string english;
};

/// One entry as it is stored, with its postings.
struct StoredEntry {
  std::int64_t strand, position, id, programme, recorded_at, reverses;
  std::string previous_hash, hash, request, reason, about, actor;
  std::vector<Posting> postings;

  explicit StoredEntry(const Rows& rows)
      : strand(rows.integer(0)),
        position(rows.integer(1)),
        id(rows.integer(4)),
        programme(rows.integer(5)),
        recorded_at(rows.integer(10)),
        reverses(rows.integer(11)),
        previous_hash(rows.text(2)),
        hash(rows.text(3)),
        request(rows.text(6)),
        reason(rows.text(7)),
        about(rows.text(8)),
        actor(rows.text(9)) {}

  std::string computed_hash() const {
    return entry_hash({.strand = strand,
                       .position = position,
                       .previous_hash = previous_hash,
                       .id = id,
                       .programme = programme,
                       .request = request,
                       .reason = reason,
                       .about = about,
                       .actor = actor,
                       .recorded_at = recorded_at,
                       .reverses = reverses},
                      postings);
  }
};

class Verifier {
 public:
  explicit Verifier(Reader& reader) : reader_(reader) {}

  Verification run() {
    auto fault = check_entries();
    if (!fault) fault = check_balances();
    if (!fault) fault = check_no_stray_postings();
    if (fault) {
      result_.fault = fault->french;
      result_.fault_english = fault->english;
    }
    return result_;
  }

 private:
  std::optional<Fault> check_entries() {
    for (;;) {
      std::optional<StoredEntry> current;
      std::int64_t count = 0;
      for (auto rows = reader_.query(select_page, {strand_, position_, entries_per_page}); rows.next();) {
        if (!current || current->id != rows.integer(4)) {
          if (auto fault = finish(current)) return fault;
          current.emplace(rows);
          ++count;
        }
        if (!rows.is_null(12))
          current->postings.push_back({rows.id<AccountId>(12), rows.id<KindId>(13), rows.integer(14)});
      }
      if (auto fault = finish(current)) return fault;
      if (count < entries_per_page) return std::nullopt;
    }
  }

  std::optional<Fault> finish(const std::optional<StoredEntry>& entry) {
    if (!entry) return std::nullopt;
    if (auto fault = check_link(*entry)) return fault;
    if (entry->hash != entry->computed_hash())
      return Fault{
          fmt::format("l'écriture {} ({}) a été modifiée : son empreinte ne correspond plus", entry->id, entry->about),
          fmt::format("entry {} ({}) was changed: its hash no longer matches", entry->id, entry->about)};
    if (auto fault = add_postings(*entry)) return fault;
    ++result_.entries;
    strand_ = entry->strand;
    position_ = entry->position;
    head_ = entry->hash;
    return std::nullopt;
  }

  std::optional<Fault> check_link(const StoredEntry& entry) {
    if (result_.entries == 0 || entry.strand != strand_) {
      ++result_.strands;
      position_ = 0;
      head_ = genesis_hash;
    }
    if (entry.position != position_ + 1)
      return Fault{fmt::format("il manque l'écriture n° {} de la chaîne {}", position_ + 1, entry.strand),
                   fmt::format("entry no. {} of strand {} is missing", position_ + 1, entry.strand)};
    if (entry.previous_hash != head_)
      return Fault{fmt::format("la chaîne {} est rompue avant l'écriture {}", entry.strand, entry.id),
                   fmt::format("strand {} is broken before entry {}", entry.strand, entry.id)};
    return std::nullopt;
  }

  std::optional<Fault> add_postings(const StoredEntry& entry) {
    std::map<std::int64_t, std::int64_t> sums;
    for (const auto& posting : entry.postings) {
      sums[posting.kind.value] += posting.quantity;
      computed_[{posting.account.value, posting.kind.value}] += posting.quantity;
    }
    result_.postings += static_cast<std::int64_t>(entry.postings.size());
    for (const auto& [kind, sum] : sums)
      if (sum != 0)
        return Fault{fmt::format("l'écriture {} n'est pas équilibrée pour l'article {}", entry.id, kind),
                     fmt::format("entry {} is not balanced for item kind {}", entry.id, kind)};
    return std::nullopt;
  }

  std::optional<Fault> check_balances() {
    for (auto rows = reader_.query(select_all_balances); rows.next();) {
      ++result_.balances;
      const Key key{rows.integer(0), rows.integer(1)};
      const auto found = computed_.find(key);
      const std::int64_t computed = found == computed_.end() ? 0 : found->second;
      if (computed != rows.integer(2)) return wrong_balance(key, rows.integer(2), computed);
      if (found != computed_.end()) computed_.erase(found);
      const auto kind = parse_account_kind(rows.text(5));
      if (!kind || is_outside(*kind) != rows.boolean(3) || rows.boolean(3) != rows.boolean(4))
        return Fault{fmt::format("le compte {} est rangé du mauvais côté (dedans, dehors)", key.account),
                     fmt::format("account {} is on the wrong side (inside, outside)", key.account)};
      if (!rows.boolean(3) && computed < 0) return wrong_balance(key, computed, 0);
    }
    for (const auto& [key, quantity] : computed_)
      if (quantity != 0) return wrong_balance(key, 0, quantity);
    return std::nullopt;
  }

  static Fault wrong_balance(const Key& key, std::int64_t stored, std::int64_t computed) {
    return {fmt::format("le solde du compte {} pour l'article {} est {}, les écritures donnent {}", key.account,
                        key.kind, stored, computed),
            fmt::format("the balance of account {} for item kind {} is {}, the entries give {}", key.account, key.kind,
                        stored, computed)};
  }

  std::optional<Fault> check_no_stray_postings() {
    const auto count = reader_.integer(count_postings);
    if (count == result_.postings) return std::nullopt;
    return Fault{fmt::format("{} ligne(s) n'appartiennent à aucune écriture", count - result_.postings),
                 fmt::format("{} posting(s) belong to no entry", count - result_.postings)};
  }

  Reader& reader_;
  Verification result_;
  std::int64_t strand_ = -1;
  std::int64_t position_ = 0;
  std::string head_;
  std::map<Key, std::int64_t> computed_;
};

}  // namespace

Verification verify(Reader& reader) { return Verifier(reader).run(); }

}  // namespace relais::ledger
