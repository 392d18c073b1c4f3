#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "admin/export.h"
#include "admin/import.h"
#include "auth/user_name.h"
#include "base/csv.h"
#include "base/text.h"
#include "base/times.h"
#include "cli/commands.h"

namespace cloakroom::cli {
namespace {

Exit refuse(const std::string& why) {
    std::fprintf(stderr, "cloakroom: %s\n", why.c_str());
    return Exit::refused;
}

std::optional<std::string> read_whole(const std::string& path) {
    if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
    std::ifstream file(path, std::ios::binary);
    if (!file || file.peek() == std::ifstream::traits_type::eof()) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string in_words(const admin::LineReport& line) {
    switch (line.end) {
        case admin::LineEnd::added:
            return "added";
        case admin::LineEnd::added_with_link:
            return "added; chooses a password with a link";
        case admin::LineEnd::already_there:
            return "is there already, and is left alone";
        case admin::LineEnd::looks_alike:
            return "NOT added: looks like " + line.other + ", who is there";
        case admin::LineEnd::name_invalid:
            return "NOT added: a name has 1 to 64 characters in UTF-8, each of them visible";
        case admin::LineEnd::group_invalid:
            return "NOT added: the name of a group has 1 to 64 of a-z, 0-9, '-' and '_'";
        case admin::LineEnd::unreadable:
            break;
    }
    return "NOT read: neither name:hash, nor as many fields as the first line has, with quotes that are closed and "
           "'yes' or 'no' for disabled";
}

void print(const admin::LineReport& line, bool json) {
    if (json) {
        nlohmann::json object = {{"line", line.number}, {"name", line.name}, {"result", admin::word(line.end)}};
        if (!line.other.empty()) object["other"] = line.other;
        std::printf("%s\n", object.dump().c_str());
    } else {
        const std::string who = line.name.empty() ? "" : line.name + ": ";
        std::printf("%zu: %s%s\n", line.number, who.c_str(), in_words(line).c_str());
    }
}

// Tells on standard error how far it is, while the report goes elsewhere.
void show_progress(std::size_t lines) {
    constexpr std::size_t step = 10'000;
    if (lines % step == 0 && isatty(STDOUT_FILENO) == 0) std::fprintf(stderr, "cloakroom: %zu lines\n", lines);
}

void print_json(const admin::ImportResult& result, const admin::ImportOptions& options) {
    using admin::LineEnd;
    nlohmann::json object = {{"dry_run", options.dry_run},
                             {"added", result.count(LineEnd::added) + result.count(LineEnd::added_with_link)},
                             {"with_link", result.count(LineEnd::added_with_link)},
                             {"already_there", result.count(LineEnd::already_there)},
                             {"refused", result.refused()},
                             {"groups_made", result.groups_made},
                             {"admins", result.admins}};
    if (result.has_links) object["links_file"] = options.links_file;
    std::printf("%s\n", object.dump().c_str());
}

void print_text(const admin::ImportResult& result, const admin::ImportOptions& options) {
    using admin::LineEnd;
    std::printf("%s%zu added, %zu of them with a link; %zu there already; %zu refused.\n",
                options.dry_run ? "Dry run, nothing was changed: " : "",
                result.count(LineEnd::added) + result.count(LineEnd::added_with_link),
                result.count(LineEnd::added_with_link), result.count(LineEnd::already_there), result.refused());
    if (result.admins > 0) std::printf("In the group admin, who look after the site: %zu of them.\n", result.admins);
    for (const std::string& group : result.groups_made) std::printf("New group: %s\n", group.c_str());
    if (!result.has_links) return;
    std::printf(
        "The links: %s\nEach is good once, for %ld days. Whoever has it becomes that user: give it to him alone, and "
        "delete the file.\n",
        options.links_file.c_str(), static_cast<long>(admin::lifetime_of_import_links.count()));
}

admin::ImportOptions import_options(Installation& site, const Arguments& arguments) {
    std::string moment = iso_time(site.auth.clock.now());
    std::erase(moment, ':');
    return {.dry_run = arguments.dry_run,
            .group = arguments.group,
            .links_file = site.place.private_folder + "/import-links-" + moment + ".csv",
            .base_url = site.place.base_url};
}

void print_exported(const admin::ExportedUser& exported, const Arguments& arguments) {
    const auto& user = exported.user;
    if (arguments.json) {
        nlohmann::json object = {{"name", user.name},
                                 {"display_name", user.display_name},
                                 {"groups", user.groups},
                                 {"disabled", user.disabled},
                                 {"created_at", iso_time(user.created_at)}};
        if (arguments.with_hashes) object["password_hash"] = exported.password_hash;
        std::printf("%s\n", object.dump().c_str());
        return;
    }
    std::string row = csv_row({user.name, user.display_name, joined(user.groups, " "), user.disabled ? "yes" : "no",
                               iso_time(user.created_at)});
    if (arguments.with_hashes) row.insert(row.size() - 2, "," + csv_field(exported.password_hash));
    std::fputs(row.c_str(), stdout);
}

}  // namespace

Exit import_users(Installation& site, const Arguments& arguments) {
    if (!arguments.group.empty() && !auth::Groups::is_name(arguments.group)) {
        return refuse("the name of a group has 1 to 64 of a-z, 0-9, '-' and '_'");
    }
    auto text = read_whole(arguments.file);
    if (!text) {
        return refuse("cannot read " + arguments.file +
                      ", or it is empty; if only you may read it, hand it in: user import - < FILE");
    }
    admin::ImportFile file(std::move(*text));
    if (!file.is_known()) {
        return refuse(
            "the file is neither htpasswd (name:hash) nor CSV in UTF-8 whose first line names the columns: "
            "name, and perhaps display_name, groups, disabled, password_hash");
    }
    const auto options = import_options(site, arguments);
    std::size_t lines = 0;
    const auto result =
        admin::import_users(site.auth, file, options, auth::Actor::command_line(), [&](const admin::LineReport& line) {
            print(line, arguments.json);
            show_progress(++lines);
        });
    for (const std::string& column : file.unused_columns()) {
        std::fprintf(stderr, "cloakroom: the column %s has no use here\n", auth::visible_text(column, 64).c_str());
    }
    (arguments.json ? print_json : print_text)(result, options);
    return result.refused() == 0 ? Exit::done : Exit::refused;
}

Exit export_users(Installation& site, const Arguments& arguments) {
    if (!arguments.json) {
        std::printf("name,display_name,groups,disabled,created_at%s\r\n",
                    arguments.with_hashes ? ",password_hash" : "");
    }
    admin::export_users(site.auth, arguments.with_hashes, auth::Actor::command_line(),
                        [&](const admin::ExportedUser& user) { print_exported(user, arguments); });
    return Exit::done;
}

}  // namespace cloakroom::cli
