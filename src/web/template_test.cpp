#include "web/template.hpp"

#include <array>
#include <thread>

#include <gtest/gtest.h>

#include "base/check.hpp"

namespace relais::web {
namespace {

using base::Language;

std::string render(std::string_view source, const Data& data, Language language = Language::french) {
  const std::array files{base::EmbeddedFile{"test/page.mustache", source},
                         base::EmbeddedFile{"test/part.mustache", "<b>{{name}}</b> {{#t}}Langue{{/t}}"},
                         base::EmbeddedFile{"test/loop.mustache", "{{> test/loop}}"}};
  Templates templates;
  templates.add(files);
  return templates.render("test/page", language, data);
}

TEST(Template, escapes_what_it_shows_in_text_and_attributes) {
  const Data data("name", "<script>\"'&");
  EXPECT_EQ(render("<p title=\"{{name}}\">{{name}}</p>", data),
            "<p title=\"&lt;script&gt;&quot;&apos;&amp;\">&lt;script&gt;&quot;&apos;&amp;</p>");
}

TEST(Template, keeps_the_line_breaks_of_a_value) {
  EXPECT_EQ(render("<textarea>{{name}}</textarea>", Data("name", "a\n  b\n")), "<textarea>a\n  b\n</textarea>");
}

TEST(Template, translates_texts_and_parts) {
  EXPECT_EQ(render("{{#t}}Aller\n  au contenu{{/t}}", {}), "Aller au contenu");
  EXPECT_EQ(render("{{#t}} Aller au contenu {{/t}}", {}, Language::english), "Skip to content");
  EXPECT_EQ(render("{{> test/part}}!", Data("name", "x"), Language::english), "<b>x</b> Language!");
}

TEST(Template, repeats_lists_and_tells_empty_ones) {
  Data data;
  List rows{Data("n", "1"), Data("n", "2")};
  data.set("rows", rows);
  data.set("none", List{});
  EXPECT_EQ(render("{{#rows}}<i>{{n}}</i>{{/rows}}{{^none}}nothing{{/none}}", data), "<i>1</i><i>2</i>nothing");
}

TEST(Template, mistakes_are_defects) {
  EXPECT_THROW(render("{{> test/nowhere}}", {}), base::Defect);
  EXPECT_THROW(render("{{> test/loop}}", {}), base::Defect);
  EXPECT_THROW(render("{{#rows}}never closed", {}), base::Defect);
  EXPECT_THROW(render("{{#t}}never closed", {}), base::Defect);
  EXPECT_THROW(Templates().render("test/page", Language::french, {}), base::Defect);
}

TEST(Template, threads_share_one) {
  const std::array files{base::EmbeddedFile{"page.mustache", "{{#rows}}{{n}},{{/rows}}"}};
  Templates templates;
  templates.add(files);
  Data data;
  data.set("rows", List{Data("n", "1"), Data("n", "2")});
  std::array<std::string, 4> pages;
  std::vector<std::thread> threads;
  for (auto& page : pages) {
    threads.emplace_back([&] {
      for (int round = 0; round < 200; ++round) page = templates.render("page", Language::french, data);
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& page : pages) EXPECT_EQ(page, "1,2,");
}

TEST(Template, lists_the_texts_to_translate) {
  EXPECT_EQ(texts_to_translate("<p>{{#t}}Un\n texte{{/t}} {{name}} {{#t}}deux{{/t}}"),
            (std::vector<std::string>{"Un texte", "deux"}));
}

}  // namespace
}  // namespace relais::web
