#include "admin/import.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <vector>

#include "auth/invitations.h"
#include "auth/user_name.h"
#include "base/csv.h"
#include "base/private_list.h"

namespace cloakroom::admin {
namespace {

constexpr std::size_t lines_at_once = 500;
constexpr std::size_t most_characters_of_name = 64;

class Import {
   public:
    Import(auth::Services& services, const ImportOptions& options, const auth::Actor& actor)
        : services_(services), options_(options), actor_(actor), links_(options.links_file) {}

    // Whoever is in `lines`, all or nobody; reports each of them.
    void take(const std::vector<ImportLine>& lines, const std::function<void(const LineReport&)>& report) {
        std::vector<LineReport> reports;
        std::optional<db::Transaction> transaction;
        if (!options_.dry_run) transaction.emplace(services_.database, db::Durability::full);
        std::string links;
        std::ranges::transform(lines, std::back_inserter(reports), [&](const auto& line) { return take(line, links); });
        if (transaction) finish(*transaction, links, reports);
        for (const LineReport& line : reports) {
            ++result_.counts.at(static_cast<std::size_t>(line.end));
            report(line);
        }
    }

    ImportResult result() {
        result_.has_links = links_.is_there();
        return result_;
    }

   private:
    LineReport take(const ImportLine& line, std::string& links) {
        LineReport report{.number = line.number, .name = auth::visible_text(line.name, most_characters_of_name)};
        const auto name = line.readable ? auth::parse_user_name(line.name) : std::nullopt;
        report.end = judge(line, name, report);
        if (is_added(report.end)) add(line, *name, report.end == LineEnd::added_with_link, links);
        return report;
    }

    static bool is_added(LineEnd end) { return end == LineEnd::added || end == LineEnd::added_with_link; }

    LineEnd judge(const ImportLine& line, const std::optional<auth::UserName>& name, LineReport& report) {
        if (!line.readable) return LineEnd::unreadable;
        if (!name) return LineEnd::name_invalid;
        if (!std::ranges::all_of(line.groups, auth::Groups::is_name)) return LineEnd::group_invalid;
        if (const auto known = find(name->canonical)) {
            if (*known == name->shown) return LineEnd::already_there;
            report.other = *known;
            return LineEnd::looks_alike;
        }
        return auth::Passwords::is_usable(line.password_hash) ? LineEnd::added : LineEnd::added_with_link;
    }

    // The name, as shown, of the user with this canonical name.
    std::optional<std::string> find(const std::string& canonical) {
        if (const auto stored = services_.users.find(canonical)) return stored->user.name;
        const auto imagined = imagined_.find(canonical);
        return imagined != imagined_.end() ? std::optional(imagined->second) : std::nullopt;
    }

    void add(const ImportLine& line, const auth::UserName& name, bool with_link, std::string& links) {
        std::set<std::string> groups(line.groups.begin(), line.groups.end());
        if (!options_.group.empty()) groups.insert(options_.group);
        result_.admins += groups.count("admin");
        if (options_.dry_run) {
            imagined_.emplace(name.canonical, name.shown);
            for (const auto& group : groups) {
                if (!services_.groups.exists(group)) result_.groups_made.insert(group);
            }
            return;
        }
        const auto display_name = auth::visible_text(line.display_name, auth::most_characters_of_display_name);
        const auto user =
            services_.users.bring_in({name, with_link ? "" : line.password_hash, display_name}, line.disabled);
        for (const auto& group : groups) {
            if (services_.groups.make(group, actor_)) result_.groups_made.insert(group);
            services_.users.join(user.value(), group, actor_);
        }
        if (with_link) links += link_for(*user);
    }

    std::string link_for(const auth::User& user) {
        const std::string code = services_.tokens.add({.kind = auth::TokenKind::invitation,
                                                       .lifetime = lifetime_of_import_links,
                                                       .user_id = user.id,
                                                       .made_by = actor_.who});
        const std::string link = auth::link_to_join(options_.base_url, code);
        return csv_row({user.name, link.empty() ? code : link});
    }

    // The links are written first: better one that opens nothing than a user without one.
    void finish(db::Transaction& transaction, std::string_view links, const std::vector<LineReport>& reports) {
        const auto added = std::ranges::count_if(reports, is_added, &LineReport::end);
        if (added == 0) return;
        services_.audit.write(auth::Event::users_imported, actor_, std::nullopt, std::to_string(added));
        if (!links.empty()) links_.add((links_.is_there() ? "" : csv_row({"name", "link"})) + std::string(links));
        transaction.commit();
    }

    auth::Services& services_;
    const ImportOptions& options_;
    const auth::Actor& actor_;
    PrivateList links_;
    std::map<std::string, std::string> imagined_;  // canonical names and names of those whom a dry run would have added
    ImportResult result_;
};

}  // namespace

std::string_view word(LineEnd end) {
    constexpr std::array<std::string_view, line_ends> words = {
        "added", "added_with_link", "already_there", "looks_alike", "name_invalid", "group_invalid", "unreadable"};
    return words.at(static_cast<std::size_t>(end));
}

std::size_t ImportResult::refused() const {
    return std::accumulate(counts.begin() + static_cast<std::ptrdiff_t>(LineEnd::looks_alike), counts.end(),
                           std::size_t{0});
}

ImportResult import_users(auth::Services& services, ImportFile& file, const ImportOptions& options,
                          const auth::Actor& actor, const std::function<void(const LineReport&)>& report) {
    Import import(services, options, actor);
    for (std::vector<ImportLine> lines;; lines.clear()) {
        while (lines.size() < lines_at_once) {
            auto line = file.next();
            if (!line) break;
            lines.push_back(std::move(*line));
        }
        if (lines.empty()) return import.result();
        import.take(lines, report);
    }
}

}  // namespace cloakroom::admin
