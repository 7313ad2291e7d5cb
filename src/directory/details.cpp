// The national schema's words for what a place says of itself.
// Source  LaMednum standard-mediation-num 1.0.2, with the enumerations of the national map's library
//         @gouvfr-anct/lieux-de-mediation-numerique 2.3.0.
#include "directory/details.hpp"

namespace relais::directory {
namespace {

constexpr std::string_view typology_words[] = {
    "ACI",          "ACIPHC",       "AFPA",       "AI",         "ASE",
    "ASSO",         "ASSO_CHOMEUR", "Autre",      "AVIP",       "BIB",
    "CAARUD",       "CADA",         "CAF",        "CAP_EMPLOI", "CAVA",
    "CC",           "CCAS",         "CCONS",      "CD",         "CDAS",
    "CFP",          "CHRS",         "CHU",        "CIAS",       "CIDFF",
    "CITMET",       "CMP",          "CMS",        "CPAM",       "CPH",
    "CS",           "CSAPA",        "CSC",        "DEETS",      "DEPT",
    "DIPLP",        "E2C",          "EA",         "EATT",       "EI",
    "EITI",         "ENM",          "EPCI",       "EPI",        "EPIDE",
    "EPN",          "ES",           "ESAT",       "ESS",        "ETTI",
    "EVS",          "FABLAB",       "FABRIQUE",   "FAIS",       "FT",
    "GEIQ",         "HUDA",         "LA_POSTE",   "MDE",        "MDH",
    "MDEF",         "MDPH",         "MDS",        "MJC",        "ML",
    "MQ",           "MSA",          "MSAP",       "MUNI",       "OACAS",
    "ODC",          "OF",           "OIL",        "OPCS",       "PAD",
    "PENSION",      "PI",           "PIJ_BIJ",    "PIMMS",      "PJJ",
    "PLIE",         "PREF",         "PREVENTION", "REG",        "RELAIS_LECTURE",
    "RESSOURCERIE", "RFS",          "RS_FJT",     "SCP",        "SPIP",
    "TIERS_LIEUX",  "UDAF"};
constexpr std::string_view itinerance_words[] = {"Itinérant", "Fixe"};
constexpr std::string_view audiences_words[] = {"Jeunes", "Étudiants", "Familles et/ou enfants", "Seniors", "Femmes"};
constexpr std::string_view special_support_words[] = {"Surdité",
                                                      "Handicaps moteurs",
                                                      "Handicaps mentaux",
                                                      "Illettrisme",
                                                      "Langues étrangères (anglais)",
                                                      "Langues étrangères (autres)",
                                                      "Déficience visuelle"};
constexpr std::string_view fees_words[] = {"Gratuit", "Gratuit sous condition", "Payant"};
constexpr std::string_view national_programmes_words[] = {"Aidants Connect",
                                                          "Bibliothèques numérique de référence",
                                                          "Certification PIX",
                                                          "Conseillers numériques",
                                                          "Emmaüs Connect",
                                                          "France Services",
                                                          "Grande école du numérique",
                                                          "La Croix Rouge",
                                                          "Point d'accès numérique CAF",
                                                          "Promeneurs du net",
                                                          "Relais numérique (Emmaüs Connect)"};
constexpr std::string_view labels_words[] = {"Formé à « Mon Espace Santé »",
                                             "Formé à « DUPLEX » (illettrisme)",
                                             "Arnia/MedNum BFC (Bourgogne-Franche-Comté)",
                                             "Collectif ressources et acteurs réemploi (Normandie)",
                                             "Étapes numériques (La Poste)",
                                             "Fabriques de Territoire",
                                             "Les Éclaireurs du numérique (Drôme)",
                                             "Mes Papiers (Métropole de Lyon)",
                                             "ORDI 3.0",
                                             "SUD LABS (PACA)"};
constexpr std::string_view access_modes_words[] = {"Se présenter",
                                                   "Téléphoner",
                                                   "Contacter par mail",
                                                   "Envoyer un mail avec une fiche de prescription",
                                                   "Prendre un RDV en ligne",
                                                   "Ce lieu n'accueille pas de public"};
constexpr std::string_view support_modes_words[] = {"En autonomie", "Accompagnement individuel",
                                                    "Dans un atelier collectif", "À distance"};
constexpr std::string_view service_words[] = {"Acquisition de matériel informatique à prix solidaire",
                                              "Aide aux démarches administratives",
                                              "Maîtrise des outils numériques du quotidien",
                                              "Insertion professionnelle via le numérique",
                                              "Utilisation sécurisée du numérique",
                                              "Parentalité et éducation avec le numérique",
                                              "Loisirs et créations numériques",
                                              "Compréhension du monde numérique",
                                              "Accès internet et matériel informatique"};

constexpr std::array<DetailColumn, Details::count> columns{{
    {Detail::typology, "typologie", "typology", true, typology_words},
    {Detail::emails, "courriels", "emails", true},
    {Detail::summary, "presentation_resume", "summary"},
    {Detail::presentation, "presentation_detail", "presentation"},
    {Detail::collected_by, "source", "collected_by"},
    {Detail::itinerance, "itinerance", "itinerance", true, itinerance_words},
    {Detail::parent_organisation, "structure_parente", "parent_organisation"},
    {Detail::audiences, "publics_specifiquement_adresses", "audiences", true, audiences_words},
    {Detail::special_support, "prise_en_charge_specifique", "special_support", true, special_support_words},
    {Detail::fees, "frais_a_charge", "fees", true, fees_words},
    {Detail::national_programmes, "dispositif_programmes_nationaux", "national_programmes", true,
     national_programmes_words},
    {Detail::labels, "formations_labels", "labels", true, labels_words},
    {Detail::other_labels, "autres_formations_labels", "other_labels", true},
    {Detail::access_modes, "modalites_acces", "access_modes", true, access_modes_words},
    {Detail::support_modes, "modalites_accompagnement", "support_modes", true, support_modes_words},
    {Detail::accessibility_record, "fiche_acces_libre", "accessibility_record"},
    {Detail::booking, "prise_rdv", "booking"},
}};

}  // namespace

std::span<const DetailColumn> detail_columns() { return columns; }
std::span<const std::string_view> accepted_services() { return service_words; }

}  // namespace relais::directory
