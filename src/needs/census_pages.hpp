#pragma once
#include "accounts/form_pages.hpp"
#include "accounts/gate_pages.hpp"
#include "needs/answers.hpp"
#include "needs/participation.hpp"
#include "web/site.hpp"

namespace relais::needs {

/// The census in the browser: a structure's answer and its review (/needs), the rounds and who has answered (/census).
///
/// Ownership  `gate` must outlive the router that its routes are in.
void add_census_pages(web::Site& site, accounts::Gate& gate);

// In this order, by add_census_pages.
void add_answer_pages(accounts::Gate& gate);
void add_round_forms(accounts::Gate& gate);
void add_round_pages(accounts::Gate& gate);

/// The round that people work in: the newest open one, or the newest.
std::optional<Round> current_round(store::Reader& reader, ProgrammeId programme);
std::string path_of_round(std::string_view code);
std::string path_of_answer(std::string_view structure_code);
/// « périmée », with the class that colours it.
web::Data standing_badge(Standing standing, base::Language language);

/// What is typed into the form of an answer: by field, as `people.pupil.phone_kit`.
using TypedAnswer = std::map<std::string, std::string, std::less<>>;

/// What an answer's form asks: the round's terms, and what the structure said beyond them.
struct AnswerForm {
  Catalogue catalogue;
  Round round;
  people::Organisation structure;
};
TypedAnswer typed_answer(const web::Request& request, const AnswerForm& form);
TypedAnswer typed_of(const Answer& answer, const Catalogue& catalogue);
/// Each cell that cannot be read or does not hold is told beside its field.
std::vector<AnswerLine> lines_of(const TypedAnswer& typed, const AnswerForm& form, base::Day today,
                                 accounts::FormErrors& errors);
/// For `{{> needs/answer_fields}}`. `errors` must be shown in `data` already.
void set_answer_fields(web::Data& data, const TypedAnswer& typed, const AnswerForm& form, base::Language language);

}  // namespace relais::needs
