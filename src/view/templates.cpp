#include "view/templates.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <utility>
#include <vector>

#include "base/embedded.h"
#include "base/encoding.h"
#include "view/source.h"

namespace cloakroom::view {
namespace {

// Walks over the nodes of a page. Strict: a value that is to be shown must be there, and must be text.
// An own walk, because that of the library took three times as long, most of a request.
class Rendering {
   public:
    Rendering(const std::vector<Node>& nodes, const std::string& file, const Data& values)
        : nodes_(nodes), file_(file), scopes_{&values} {}

    std::string page() {
        add(0, nodes_.size());
        return std::move(page_);
    }

   private:
    void add(std::size_t node, std::size_t end) {
        while (node < end) {
            const Node& next = nodes_[node];
            switch (next.kind) {
                case Node::Kind::text:
                    page_ += next.text;
                    break;
                case Node::Kind::value:
                    add_value(next.text);
                    break;
                case Node::Kind::section:
                case Node::Kind::inverted_section:
                    add_section(node);
            }
            node = std::max(node + 1, next.end);
        }
    }

    void add_value(const std::string& name) {
        const Data* value = find(name);
        if (value == nullptr || !value->is_string()) fail(file_, 0, "no text for {{" + name + "}}");
        page_ += to_utf8(kainjow::mustache::html_escape(value->string_value()));
    }

    void add_section(std::size_t node) {
        const Node& section = nodes_[node];
        const Data* value = find(section.text);
        if (section.kind == Node::Kind::inverted_section) {
            if (is_nothing(value)) add(node + 1, section.end);
        } else if (!is_nothing(value)) {
            if (!value->is_list()) return add_inside(*value, node);
            for (const Data& item : value->list_value()) add_inside(item, node);
        }
    }

    void add_inside(const Data& scope, std::size_t section) {
        scopes_.push_back(&scope);
        add(section + 1, nodes_[section].end);
        scopes_.pop_back();
    }

    // From the inner section outwards; "." is the item of a list itself.
    const Data* find(const std::string& name) const {
        if (name == ".") return scopes_.back();
        for (std::size_t scope = scopes_.size(); scope-- > 0;) {
            if (const Data* value = scopes_[scope]->get(name)) return value;
        }
        return nullptr;
    }

    // An empty text shows no section, just as if it were absent.
    static bool is_nothing(const Data* value) {
        return value == nullptr || value->is_false() || value->is_empty_list() ||
               (value->is_string() && value->string_value().empty());
    }

    const std::vector<Node>& nodes_;
    const std::string& file_;
    std::vector<const Data*> scopes_;
    std::string page_;
};

}  // namespace

struct Templates::Page {
    std::map<std::string, FileStamp> files;
    std::vector<Node> nodes;

    bool is_current(const std::string& folder) const {
        return std::ranges::all_of(files,
                                   [&folder](const auto& file) { return stamp_of(folder, file.first) == file.second; });
    }
};

Templates::Templates(std::string folder) : folder_(std::move(folder)) {}

std::string Templates::render(std::string_view name, const Data& values) {
    const std::string file = std::string(name) + ".html";
    try {
        return render_from(folder_, file, values);
    } catch (const std::runtime_error& error) {
        const bool is_ours = folder_.empty() || embedded::html(file).data() == nullptr;
        if (is_ours) throw;
        std::string page = render_from("", file, values);
        if (told_.insert(error.what()).second) complaints_.emplace_back(error.what());
        return page;
    }
}

std::string Templates::render_from(const std::string& folder, const std::string& file, const Data& values) {
    std::shared_ptr<Page>& page = pages_[folder + "/" + file];
    if (page == nullptr || !page->is_current(folder)) {
        Source source(folder, file);
        page = std::make_shared<Page>(Page{std::move(source.files), std::move(source.nodes)});
    }
    return Rendering(page->nodes, file, values).page();
}

std::vector<std::string> Templates::take_complaints() {
    return std::exchange(complaints_, {});
}

std::string Templates::file(std::string_view name) const {
    return read(folder_, std::string(name));
}

bool Templates::folder_is_missing() const {
    std::error_code failed;
    return !folder_.empty() && !std::filesystem::is_directory(folder_, failed);
}

std::string Templates::version(std::string_view name) {
    Version& known = versions_[std::string(name)];
    const FileStamp stamp = stamp_of(folder_, std::string(name));
    if (known.text.empty() || stamp != known.stamp) known = {stamp, hex(sha256(file(name)).substr(0, 4))};
    return known.text;
}

}  // namespace cloakroom::view
