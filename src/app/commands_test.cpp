#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>

#include "app/commands.hpp"
#include "app/program_test.hpp"

namespace relais::app {
namespace {

constexpr auto needs_headings = "structure,audience,product,people,quantity,urgency\n";
constexpr auto gifts_headings = "code,donor,kind,quantity\n";
constexpr auto places_headings = "id,nom,adresse,commune,code_postal,code_insee\n";

std::string bytes_of(const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path)) return "a folder";
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A small programme, loaded once: each test has a copy of its database.
class Commands : public Program {
 protected:
  static void SetUpTestSuite() {
    std::filesystem::create_directories(programme());
    write_programme();
    ASSERT_EQ(on_loaded({"migrate"}).exit, 0);
    const auto loaded = on_loaded({"load", programme().string()});
    ASSERT_EQ(loaded.exit, 0) << loaded.err;
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(suite()); }
  void SetUp() override {
    Program::SetUp();
    std::filesystem::copy(suite() / "loaded.db", database());
  }

  static std::filesystem::path suite() {
    return std::filesystem::temp_directory_path() / ("relais-commands-" + std::to_string(getpid()));
  }
  static std::filesystem::path programme() { return suite() / "programme"; }
  static Ending on_loaded(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"relais", "--lang", "en", "--database", (suite() / "loaded.db").string()});
    return run_as_it_is(std::move(arguments));
  }
  static void write_programme() {
    const auto file = [](const char* name, const char* text) { std::ofstream(programme() / name) << text; };
    file("programme.toml",
         "[programme]\ncode = \"essai\"\nname = { fr = \"Essai\", en = \"Trial\" }\nstarts_on = 2020-01-01\n"
         "illustrative = true\n[census]\ncode = \"vague-1\"\nname = { fr = \"Vague\", en = \"Round\" }\n"
         "opens_on = 2020-01-01\ncloses_on = 2020-02-01\n");
    file("catalogue.toml",
         "[[kind]]\ncode = \"smartphone\"\nname = { fr = \"Smartphone\", en = \"Smartphone\" }\ncategory = \"device\"\n"
         "[[kind]]\ncode = \"sim_card\"\nname = { fr = \"Carte SIM\", en = \"SIM card\" }\ncategory = \"sim_card\"\n"
         "[[kit]]\ncode = \"phone_kit\"\nname = { fr = \"Lot\", en = \"Kit\" }\n"
         "parts = { smartphone = 1, sim_card = 1 }\n");
    file("organisations.csv",
         "code,kind,name,network,departement,commune,accreditation\noperateur,donor,Opérateur,,,,\n"
         "depot,depot,Dépôt,,69,69123,\nrelais-a,structure,Relais A,,69,69123,accredited\n"
         "relais-b,structure,Relais B,,69,69123,\n");
    file("gifts.csv", "code,donor,kind,quantity\ng-1,operateur,smartphone,50\ng-1,operateur,sim_card,50\n");
    file("receptions.csv", "code,gift,depot,kind,quantity\nr-1,g-1,depot,smartphone,40\nr-1,g-1,depot,sim_card,40\n");
  }

  std::string file(const std::string& text) {
    const auto path = folder_ / "table.csv";
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  /// The command fails with that exit code, says each text, and leaves the database byte for byte as it was.
  void refuses(const std::vector<std::string>& arguments, Exit exit, const std::vector<std::string>& says = {}) {
    const auto before = bytes_of(database());
    const auto ending = run(arguments);
    const auto told = ending.out + ending.err;
    std::string line;
    for (const auto& argument : arguments) line += argument + " ";
    EXPECT_EQ(ending.exit, static_cast<int>(exit)) << line << "\n" << told;
    EXPECT_FALSE(ending.err.empty()) << line;
    for (const auto& text : says) EXPECT_NE(told.find(text), std::string::npos) << line << ": " << text << "\n" << told;
    EXPECT_TRUE(bytes_of(database()) == before) << line << "changed the database";
  }
  void does(const std::vector<std::string>& arguments, const std::string& says = "") {
    const auto ending = run(arguments);
    ASSERT_EQ(ending.exit, 0) << ending.out << ending.err;
    EXPECT_NE(ending.out.find(says), std::string::npos) << says << "\n" << ending.out;
  }
  /// The first reference that starts so in what the command prints.
  std::string reference(const std::vector<std::string>& arguments, const std::string& start) {
    const auto out = run(arguments).out;
    const auto at = std::min(out.find(start), out.size());
    return out.substr(at, out.find_first_of(" :\n", at) - at);
  }
  /// Needs of relais-a, approved and allocated; gives the reference of its one shipment.
  std::string prepared_shipment() {
    does({"import", "needs", file(std::string(needs_headings) + "relais-a,pupil,phone_kit,10,10,high\n")});
    does({"census", "--approve"}, "1 needs approved.");
    const auto allocation = reference({"allocate", "propose", "--request", "p-1"}, "A-0");
    does({"allocate", "approve", allocation}, "20 items reserved.");
    return reference({"ship", "prepare", allocation}, "S-0");
  }
};

TEST_F(Commands, every_sub_command_explains_itself) {
  const Session session(base::Language::english);
  CLI::App program("", "relais");
  for (const auto add : all_commands) add(program, session);
  const std::function<void(CLI::App&, std::vector<std::string>)> explain = [&](CLI::App& app,
                                                                               std::vector<std::string> words) {
    auto help = words;
    help.emplace_back("--help");
    const auto ending = run(help);
    EXPECT_EQ(ending.exit, 0) << app.get_name();
    EXPECT_NE(ending.out.find("--help"), std::string::npos) << app.get_name();
    if (!words.empty()) {
      EXPECT_FALSE(app.get_description().empty()) << app.get_name();
      words.emplace_back("--nonsense");
      refuses(words, Exit::usage);
      words.pop_back();
    }
    for (auto* below : app.get_subcommands([](const CLI::App*) { return true; })) {
      auto longer = words;
      longer.push_back(below->get_name());
      explain(*below, longer);
    }
  };
  explain(program, {});
}

TEST_F(Commands, import_tells_what_is_wrong_with_a_file_and_changes_nothing) {
  for (const std::string kind : {"places", "gifts", "needs"}) {
    refuses({"import", kind, (folder_ / "absent.csv").string()}, Exit::no_input, {"absent.csv"});
    refuses({"import", kind, folder_.string()}, Exit::no_input, {"is it no folder?"});
    refuses({"import", kind, file(""), kind == "places" ? "--list=L" : "--partial"}, Exit::refused,
            {"The file is empty"});
    refuses({"import", kind, file("wrong,columns\n1,2\n"), kind == "places" ? "--list=L" : "--partial"}, Exit::refused,
            {"Required columns are missing", "wrong"});
    refuses({"import", kind, file("a\n"), "--programme", "nobody"}, Exit::refused, {"--programme", "essai"});
    refuses({"import", kind}, Exit::usage, {"FILE"});
  }
  refuses({"import", "needs", file(needs_headings), "--round", "vague-9"}, Exit::refused, {"vague-9"});
}

TEST_F(Commands, import_names_row_column_value_and_reason_of_a_bad_cell) {
  refuses({"import", "needs",
           file(std::string(needs_headings) + "relais-a,pupil,phone_kit,10,10,high\nrelais-a,pupil,smartphone,x9,1,\n"
                                              "relais-b,pupil,smartphone,1,1,\n")},
          Exit::refused,
          {"row 3, column D (people): \"x9\": ", "row 4, column A (structure): \"relais-b\": ", "Nothing was kept."});
  refuses(
      {"import", "gifts", file(std::string(gifts_headings) + "g-2,operateur,smartphone,5\ng-3,nobody,sim_card,-1\n")},
      Exit::refused, {"row 3, column D (quantity): \"-1\": ", "Nothing was kept."});
  refuses(
      {"import", "places", "--list", "L",
       file(std::string(places_headings) + "1,Maison,1 rue A,Lyon,69003,69383\n2,Autre,2 rue B,Nulle,00000,99999\n")},
      Exit::refused, {"row 3, column ", "99999", "Nothing was kept."});
}

TEST_F(Commands, import_keeps_the_right_rows_when_told_and_a_second_time_changes_nothing) {
  const auto needs = std::string(needs_headings) + "relais-a,pupil,phone_kit,10,10,high\nrelais-a,pupil,nothing,1,1,\n";
  does({"import", "needs", "--partial", file(needs)}, "2 rows: 1 created, 0 updated, 0 unchanged, 1 refused");
  does({"import", "needs", "--partial", file(needs)}, "2 rows: 0 created, 0 updated, 1 unchanged, 1 refused");
  const auto gifts = std::string(gifts_headings) + "g-2,operateur,smartphone,5\ng-3,nobody,smartphone,5\n";
  does({"import", "gifts", "--partial", file(gifts)}, "2 rows: 1 created, 0 updated, 0 unchanged, 1 refused");
  does({"import", "gifts", "--partial", file(gifts)}, "2 rows: 0 created, 0 updated, 1 unchanged, 1 refused");
  const auto places =
      std::string(places_headings) + "1,Maison,1 rue A,Lyon,69003,69383\n2,Autre,2 rue B,Nulle,00000,99999\n";
  does({"import", "places", "--partial", "--list", "L", file(places)},
       "2 rows: 1 created, 0 updated, 0 unchanged, 1 refused");
  does({"import", "places", "--partial", "--list", "L", file(places)},
       "2 rows: 0 created, 0 updated, 1 unchanged, 1 refused");
}

TEST_F(Commands, a_closed_census_takes_nothing_and_loading_its_folder_again_changes_nothing) {
  const auto needs = file(std::string(needs_headings) + "relais-a,pupil,phone_kit,10,10,high\n");
  does({"import", "needs", needs});
  does({"census", "--approve", "--close"}, "closed");
  refuses({"import", "needs", needs}, Exit::refused, {"Round vague-1 is closed"});
  const auto before = bytes_of(database());
  does({"load", programme().string()}, "Nothing changed.");
  EXPECT_EQ(bytes_of(database()), before);
  does({"census", "--reopen"}, "open");
  does({"import", "needs", needs}, "1 unchanged");
}

TEST_F(Commands, census_says_what_it_does_not_know) {
  refuses({"census", "--round", "vague-9"}, Exit::refused, {"vague-9"});
  refuses({"census", "--approve", "--network", "relais-a"}, Exit::refused, {"relais-a"});
  refuses({"census", "--network", "x"}, Exit::usage, {"--approve"});
  refuses({"census", "--close", "--reopen"}, Exit::usage);
}

TEST_F(Commands, a_shipment_leaves_arrives_and_is_handed_over_once) {
  const auto shipment = prepared_shipment();
  ASSERT_TRUE(shipment.starts_with("S-0")) << shipment;
  refuses({"ship", "receive", shipment}, Exit::refused, {shipment, "not dispatched"});
  refuses({"ship", "dispatch", shipment, "S-9999-9"}, Exit::refused, {"S-9999-9"});
  refuses({"ship", "dispatch", shipment, "--day", "2020-13-01"}, Exit::usage, {"YYYY-MM-DD"});
  does({"ship", "dispatch", shipment}, "1 shipment(s) dispatched.");
  refuses({"ship", "receive", shipment, "--missing", "slate=1"}, Exit::usage, {"slate=1", "KIND=NUMBER"});
  refuses({"ship", "receive", shipment, "--missing", "smartphone=11"}, Exit::refused, {"only 10 were shipped"});
  does({"ship", "receive", shipment, "--missing", "smartphone=1"}, "19 items arrived.");
  does({"ship", "receive", shipment, "--missing", "smartphone=1"}, "19 items arrived.");
  refuses({"ship", "receive", shipment}, Exit::refused, {"already used"});

  const auto give = [](const std::string& request, const std::string& people,
                       const std::string& structure = "relais-a") {
    return std::vector<std::string>{"hand-over", "--request", request,    "--structure", structure,
                                    "--product", "phone_kit", "--people", people};
  };
  refuses(give("h-1", "10"), Exit::refused, {"Relais A"});
  refuses(give("h-1", "0"), Exit::refused, {"at least 1"});
  refuses(give("h-1", "x"), Exit::usage, {"--people"});
  refuses(give("h-1", "1", "nobody"), Exit::refused, {"nobody"});
  refuses(give("h-1", "1", "depot"), Exit::refused, {"no such structure"});
  refuses(give("", "1"), Exit::refused, {"no key"});
  does(give("h-1", "4"), "4 × SIM card");
  does(give("h-1", "4"), "Recorded already.");
  refuses(give("h-1", "5"), Exit::refused, {"h-1"});
  does({"verify"});
  does({"report"}, "4 equipped");
}

TEST_F(Commands, ship_prepare_wants_an_approved_allocation) {
  refuses({"ship", "prepare", "A-9999-9"}, Exit::refused, {"A-9999-9"});
  does({"import", "needs", file(std::string(needs_headings) + "relais-a,pupil,phone_kit,10,10,high\n")});
  does({"census", "--approve"});
  const auto allocation = reference({"allocate", "propose", "--request", "p-1"}, "A-0");
  refuses({"ship", "prepare", allocation}, Exit::refused, {allocation, "not approved"});
}

TEST_F(Commands, verify_names_what_was_tampered_with) {
  does({"verify"});
  store::DatabaseOptions options;
  options.url = database();
  const auto tampered = store::Database::open(options)->write([](store::Transaction& transaction) -> base::Result<> {
    transaction.execute("UPDATE ledger_balance SET quantity = quantity + 1");
    return base::Done{};
  });
  ASSERT_TRUE(tampered);
  refuses({"verify"}, Exit::wrong, {"✗ ledger", "check(s) failed."});
}

TEST_F(Commands, report_and_verify_say_that_nothing_is_loaded) {
  std::filesystem::remove(database());
  does({"migrate"});
  refuses({"report"}, Exit::refused, {"No programme is loaded"});
  does({"verify"});
}

TEST_F(Commands, load_wants_a_folder) {
  refuses({"load", (folder_ / "absent").string()}, Exit::no_input, {"absent"});
  refuses({"load", file("x")}, Exit::no_input, {"there is no such folder"});
  std::filesystem::create_directories(folder_ / "empty");
  refuses({"load", (folder_ / "empty").string()}, Exit::refused,
          {"programme.toml", "catalogue.toml", "organisations.csv"});
}

std::vector<std::vector<std::string>> every_use_of_a_database() {
  return {{"load", "."},
          {"census"},
          {"allocate", "list"},
          {"ship", "prepare", "A"},
          {"ship", "dispatch", "S"},
          {"ship", "receive", "S"},
          {"report"},
          {"verify"},
          {"serve", "--port", "0"},
          {"hand-over", "--request", "r", "--structure", "s", "--product", "p", "--people", "1"}};
}

TEST_F(Commands, each_wants_a_database_that_is_there_a_file_and_migrated) {
  auto uses = every_use_of_a_database();
  for (const auto* kind : {"places", "gifts", "needs"}) uses.push_back({"import", kind, file("a\n")});
  std::ofstream(database(), std::ios::trunc).close();
  for (const auto& use : uses) refuses(use, Exit::refused, {"relais migrate"});
  std::filesystem::remove(database());
  for (const auto& use : uses) refuses(use, Exit::no_input, {"does not exist"});
  EXPECT_FALSE(std::filesystem::exists(database()));
  std::filesystem::create_directories(database());
  uses.push_back({"migrate"});
  for (const auto& use : uses) refuses(use, Exit::no_input, {"is a folder"});
}

/// A port that somebody listens to.
class TakenPort {
 public:
  TakenPort() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(socket_, any, size), 0);
    EXPECT_EQ(listen(socket_, 1), 0);
    EXPECT_EQ(getsockname(socket_, any, &size), 0);
    number_ = std::to_string(ntohs(address.sin_port));
  }
  ~TakenPort() { close(socket_); }
  const std::string& number() const { return number_; }

 private:
  int socket_;
  std::string number_;
};

TEST_F(Commands, serve_says_where_it_cannot_listen) {
  const TakenPort taken;
  refuses({"serve", "--port", taken.number()}, Exit::outage, {"Cannot listen to 127.0.0.1:" + taken.number()});
  refuses({"serve", "--port", "70000"}, Exit::usage, {"--port"});
  refuses({"serve", "--threads", "0"}, Exit::usage, {"--threads"});
}

}  // namespace
}  // namespace relais::app
