#include <algorithm>

#include "admin/folder_lock.h"
#include "base/encoding.h"
#include "web/admin/admin_page.h"
#include "web/admin/lock_lines.h"
#include "web/admin/pages.h"
#include "web/admin/site_place.h"
#include "web/admin/whom.h"
#include "web/notices.h"

namespace cloakroom::web {
namespace {

using admin::LockAct;

// The rule that decides about it, whoever asks.
view::Data rule_words(const Visit& visit, const std::string& path) {
    const auto verdict = visit.site.auth.rules.judge(path, std::nullopt);
    const auto rule = verdict.rule ? visit.site.auth.rules.find(*verdict.rule) : std::nullopt;
    if (!rule) return view::Data{false};
    view::Data values{"rule_path", shown_path(rule->path)};
    values["whom"] = whom(*rule);
    return values;
}

// The one that the visitor chose, or that of his server.
const LockKind* chosen_kind(const Visit& visit) {
    const auto kinds = lock_kinds();
    const auto chosen = std::ranges::find(kinds, field(visit.request.query, "server"), &LockKind::word);
    return chosen != kinds.end() ? &*chosen : kind_of_server(visit.request);
}

// Does the server that stands before us read such files?
bool reads_htaccess(const Visit& visit) {
    const auto* const kind = kind_of_server(visit.request);
    return kind != nullptr && kind->in_folder;
}

view::Data choices(const LockKind* chosen) {
    view::Data list{view::Data::type::list};
    for (const auto& kind : lock_kinds()) {
        view::Data choice{"word", std::string(kind.word)};
        choice["server"] = view::Data{std::string(kind.word), true};
        choice["chosen"] = &kind == chosen;
        list << choice;
    }
    return list;
}

void add_lines(const Visit& visit, const std::string& path, const admin::FolderLook& look, view::Data& values) {
    const LockKind* const kind = chosen_kind(visit);
    values["servers"] = choices(kind);
    values["unknown_server"] = kind == nullptr;
    if (kind == nullptr) return;
    const auto lines = lock_lines(visit, *kind, path);
    values["server"] = view::Data{std::string(kind->word), true};
    values["odd_names"] = !lines.has_value();
    values["in_folder"] = kind->in_folder;
    if (lines) values["lines"] = view::Data{"text", *lines};
    if (!kind->in_folder || kind != kind_of_server(visit.request) || !lines) return;
    values["writing"] =
        view::Data{look.can_write == LockAct::done ? "can_write" : std::string(word(look.can_write)), true};
}

http::Response lock_page(const Visit& visit, const std::string& asked, view::Data values, int status) {
    const auto path = auth::rule_path(asked);
    if (!path) return http::redirect(visit.link("/admin/folders"));
    const auto look = admin::look_at_folder(site_place(visit), *path);
    values["path"] = shown_path(*path);
    values["link"] = percent_encode(shown_path(*path));
    values["rule"] = rule_words(visit, *path);
    values["is_locked"] = look.is_locked && reads_htaccess(visit);
    values["can_test"] = look.can_write == LockAct::done || look.can_write == LockAct::unreadable;
    values["example"] = percent_encode_path(*path) + "/";
    add_lines(visit, *path, look, values);
    return admin_page(visit, "admin-lock", "folders", std::move(values), status);
}

http::Response back(const Visit& visit, const std::string& path, const char* notice) {
    leave_notice(visit, *visit.session, notice);
    return http::redirect(visit.link("/admin/folders/lock") + "?path=" + percent_encode(path));
}

http::Response refused(const Visit& visit, const std::string& path, LockAct act) {
    return lock_page(visit, path, {"refused", view::Data{std::string(word(act)), true}}, 422);
}

http::Response lock(const Visit& visit, const std::string& path) {
    const auto* const kind = kind_of_server(visit.request);
    const auto normal = auth::rule_path(path);
    const auto lines = normal && reads_htaccess(visit) ? lock_lines(visit, *kind, *normal) : std::nullopt;
    if (!lines) return refused(visit, path, LockAct::not_writable);
    const auto act = admin::lock_folder(visit.site.auth, site_place(visit), path, *lines, visit.actor());
    return act == LockAct::done ? back(visit, path, "folder_locked") : refused(visit, path, act);
}

http::Response unlock(const Visit& visit, const std::string& path) {
    const auto act = admin::unlock_folder(visit.site.auth, site_place(visit), path, visit.actor());
    return act == LockAct::done ? back(visit, path, "folder_unlocked") : refused(visit, path, act);
}

http::Response begin_test(const Visit& visit, const std::string& path) {
    const auto place = site_place(visit);
    admin::remove_canaries(place, path);
    const auto [act, name] = admin::put_canary(place, path, visit.site.templates.file("canary.txt"));
    if (act != LockAct::done) return refused(visit, path, act);
    const std::string at = percent_encode_path(*auth::rule_path(path)) + "/" + name;
    return http::redirect(visit.link("/admin/folders/test") + "?path=" + percent_encode(path) +
                          "&at=" + percent_encode(at));
}

struct FolderAct {
    std::string_view word;  // of the field "do"
    http::Response (*run)(const Visit& visit, const std::string& path);
};

constexpr auto acts = std::to_array<FolderAct>({{"lock", lock}, {"unlock", unlock}, {"test", begin_test}});

}  // namespace

http::Response show_lock(const Visit& visit) {
    view::Data values;
    show_notices(visit, values, {"folder_locked", "folder_unlocked", "lock_holds", "lock_open", "lock_unclear"});
    return lock_page(visit, field(visit.request.query, "path"), std::move(values), 200);
}

http::Response change_lock(const Visit& visit) {
    const auto act = std::ranges::find(acts, field(visit.request.form, "do"), &FolderAct::word);
    // Anything else cannot come from our forms: nothing is changed.
    if (act == acts.end()) return http::redirect(visit.link("/admin/folders"));
    return act->run(visit, field(visit.request.form, "path"));
}

}  // namespace cloakroom::web
