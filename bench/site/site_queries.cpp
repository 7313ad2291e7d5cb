/// How many SQL statements each page asks: site_queries DATABASE COOKIE PATH...
///
/// The session is the one that `relais serve` gave on the same database; SQLite tells what it ran.
#include <iostream>

#include <fmt/core.h>
#include <sqlite3.h>

#include "app/serve_site.hpp"

namespace {

std::int64_t statements_run = 0;

int count_statement(unsigned, void*, void*, void*) {
  ++statements_run;
  return 0;
}
int watch_connection(sqlite3* connection, const char**, const sqlite3_api_routines*) {
  return sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, count_statement, nullptr);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) return 64;
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch_connection));
  relais::store::DatabaseOptions options;
  options.url = arguments[1];
  options.create = false;
  const auto database = relais::store::Database::open(options);
  const auto key = relais::accounts::Key::load_or_create(std::string(arguments[1]) + ".key");
  const relais::app::FullSite site(*database, key, {});
  for (int at = 3; at < count; ++at) {
    relais::web::Request request;
    request.path = arguments[at];
    request.headers.set("Cookie", arguments[2]);
    (void)site.router()(request);  // what is read once
    statements_run = 0;
    const auto response = site.router()(request);
    fmt::print("queries of {}: {} (status {})\n", arguments[at], statements_run, response.status);
  }
}
