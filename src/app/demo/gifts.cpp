#include "gifts/gifts.hpp"
#include "app/demo/demo.hpp"

namespace relais::app::demo {

void show_gifts(Demo& demo) {
  const auto& session = demo.session;
  const auto gifts =
      demo.database.read([&](store::Reader& reader) { return gifts::list_gifts(reader, demo.programme()); });
  std::int64_t gb = 0;
  for (const auto& gift : gifts)
    for (const auto& line : gift.lines) {
      const auto& progress = line.progress;
      gb += progress.received_gb;
      std::string difference;
      if (progress.surplus > 0)
        difference =
            fmt::format(fmt::runtime(session.say("surplus {}", "surplus {}")), session.count(progress.surplus));
      if (progress.shortfall > 0)
        difference =
            fmt::format(fmt::runtime(session.say("manque {}", "shortfall {}")), session.count(progress.shortfall));
      print(session, "  {:<22}{:<22}{:>8} promis {:>8} reçus  {}", "  {:<22}{:<22}{:>8} pledged {:>8} received  {}",
            gift.code, demo.catalogue.kind(line.kind).name.in(session.language()), session.count(progress.pledged),
            session.count(progress.received), difference);
    }
  print(session, "  volume de données reçu : {} Go", "  data volume received: {} GB", session.count(gb));
}

}  // namespace relais::app::demo
