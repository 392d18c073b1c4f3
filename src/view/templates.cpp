#include "view/templates.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <stdexcept>
#include <utility>
#include <vector>

#include "base/embedded.h"
#include "base/encoding.h"
#include "view/source.h"

namespace cloakroom::view {
namespace {

namespace mustache = kainjow::mustache;

// Values hold no mark, or they could pose as such a number.
std::string escape(const std::string& value) {
    std::string escaped = to_utf8(mustache::html_escape(value));
    for (std::size_t at = 0; (at = escaped.find(mark, at)) != std::string::npos;) {
        escaped.replace(at, 1, "\uFFFD");
    }
    return escaped;
}

// Puts the texts in the places of their numbers.
std::string with_texts(std::string_view rendered, const std::vector<std::string>& texts) {
    std::string page;
    for (;;) {
        const std::size_t open = rendered.find(mark);
        page += rendered.substr(0, open);
        if (open == std::string_view::npos) return page;
        rendered.remove_prefix(open + 1);
        const std::size_t close = rendered.find(mark);
        std::size_t number = 0;
        std::from_chars(rendered.data(), rendered.data() + close, number);
        page += texts.at(number);
        rendered.remove_prefix(close + 1);
    }
}

// Looks names up as mustache does, from the inner section outwards, but strictly:
// a value that is to be shown must be there, and must be text.
class Values : public mustache::context<std::string> {
   public:
    Values(const Data& values, const std::string& file) : context(&values), file_(file) {}

    const Data* get(const std::string& name) const override {
        if (name.starts_with('?')) return section(context::get(name.substr(1)));
        const Data* value = context::get(name);
        if (value == nullptr || !value->is_string()) fail(file_, 0, "no text for {{" + name + "}}");
        return value;
    }

   private:
    // An empty text shows no section, just as if it were absent.
    static const Data* section(const Data* value) {
        return value != nullptr && value->is_string() && value->string_value().empty() ? nullptr : value;
    }

    const std::string& file_;
};

struct Stream {
    std::string text;
    Stream& operator<<(const std::string& part) {
        text += part;
        return *this;
    }
};

}  // namespace

struct Templates::Page {
    std::map<std::string, FileStamp> files;
    std::vector<std::string> texts;
    mustache::mustache parsed;

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
        auto fresh = std::make_shared<Page>(
            Page{std::move(source.files), std::move(source.texts), mustache::mustache(source.tags)});
        if (!fresh->parsed.is_valid()) fail(file, 0, fresh->parsed.error_message());
        fresh->parsed.set_custom_escape(escape);
        page = std::move(fresh);
    }
    Values lookup(values, file);
    Stream rendered;
    page->parsed.render(lookup, rendered);
    return with_texts(rendered.text, page->texts);
}

std::vector<std::string> Templates::take_complaints() {
    return std::exchange(complaints_, {});
}

std::string Templates::file(std::string_view name) const {
    return read(folder_, std::string(name));
}

bool Templates::folder_is_missing() const {
    return !folder_.empty() && !std::filesystem::is_directory(folder_);
}

std::string Templates::version(std::string_view name) {
    Version& known = versions_[std::string(name)];
    const FileStamp stamp = stamp_of(folder_, std::string(name));
    if (known.text.empty() || stamp != known.stamp) known = {stamp, hex(sha256(file(name)).substr(0, 4))};
    return known.text;
}

}  // namespace cloakroom::view
