#pragma once
/// calcul: an allocation that somebody asked for in a browser, computed beside the requests. Its row tells how far it
/// is, whichever node one asks; what it makes is written by the domain's own call, whole or not at all.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "allocation/allocation.hpp"

namespace relais::allocation {

using ComputationId = base::Id<struct ComputationTag>;

enum class Purpose { proposal, trial, adjustment };
enum class ComputationState { waiting, running, done, refused };

/// A node that computes says so every few seconds; after this long a silent one has died, and nothing was changed.
inline constexpr auto silence_max = std::chrono::minutes(2);

struct Computation {
  ComputationId id;
  RoundId round;
  Purpose purpose = Purpose::proposal;
  std::string form;   ///< the address of the form that asked for it, with what was typed
  std::string actor;  ///< as the ledger writes it
  base::Instant asked_at;
  ComputationState state = ComputationState::waiting;
  std::optional<Stage> stage;
  std::int64_t progress = 0;
  std::int64_t total = 0;  ///< 0 while it is not known
  base::Instant alive_at;
  AllocationId allocation;   ///< once done
  std::string refusal_code;  ///< when refused
  Label refusal;
  bool is_unfinished() const { return state == ComputationState::waiting || state == ComputationState::running; }
  bool is_interrupted(base::Instant now) const { return is_unfinished() && now - alive_at > silence_max; }
};

struct ComputationOrder {
  std::string request = {};  ///< the request key: also that of the call that will be made
  RoundId round = {};
  Purpose purpose = Purpose::proposal;
  std::string form = {};
  std::string newest_seen = {};  ///< of a proposal: the reference of the newest of the round when the form was shown
};

struct Begun {
  ComputationId id;
  bool repeated = false;  ///< the same request had begun it: it must not be started again
};

/// Writes down that an allocation is to be computed; then `Computations::start` must be called.
///
/// Retry    safe: the same `request` gives the first one.
/// Refuses  request_is_empty, round_unknown, people's not_yours, request_reused, computation_going_on (another one of
///          the round is not finished; not for trials), proposed_meanwhile (what the form showed is not the newest).
base::Result<Begun> begin_computation(store::Transaction& transaction, const people::AllocatePermit& permit,
                                      const ComputationOrder& order);

std::optional<Computation> find_computation(store::Reader& reader, ProgrammeId programme, ComputationId id);
/// Whether the request has begun one: a double submission is told from a new one.
bool has_begun(store::Reader& reader, ProgrammeId programme, std::string_view request);
/// That of the round which runs or waits, trials aside; one query.
std::optional<Computation> find_unfinished(store::Reader& reader, RoundId round, base::Instant now);
/// The newest of the round, trials aside: its reference and who proposed it, when.
struct Newest {
  AllocationId id;
  std::string reference;
  std::string proposed_by;
  base::Instant proposed_at;
};
std::optional<Newest> find_newest(store::Reader& reader, RoundId round);

/// Computes one after another, in a thread of its own that begins with the first.
///
/// Threads    `start` may be called from any.
/// Ownership  `database` must outlive it. The destructor waits for the one that runs, as far as it cannot be given up,
///            and tells those who wait that they were interrupted.
class Computations {
 public:
  using Work = std::function<base::Result<Proposed>(const Progress&)>;
  using Log = std::function<void(const std::string&)>;

  explicit Computations(store::Database& database) : database_(&database) {}
  ~Computations();
  Computations(const Computations&) = delete;
  Computations& operator=(const Computations&) = delete;

  /// What is told of our own defects; set it before the first `start`.
  void log_to(Log log) { log_ = std::move(log); }
  void start(ComputationId id, Work work);
  /// Returns when nothing waits nor runs.
  void wait();

 private:
  struct Job {
    ComputationId id;
    Work work;
  };
  void run(const std::stop_token& stop);
  void compute(const Job& job, const std::stop_token& stop);
  base::Result<Proposed> outcome_of(const Job& job, const Progress& progress, const std::stop_token& stop) const;
  void report(const std::string& line) const;

  store::Database* database_;
  Log log_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Job> waiting_;
  bool is_running_ = false;
  std::jthread thread_;  ///< last: it ends before what it uses
};

}  // namespace relais::allocation
