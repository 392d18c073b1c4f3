#include "http/conditions.h"

#include "http/date.h"
#include "http/entity_tag.h"

namespace cloakroom::http {
namespace {

// Nothing if the header did not come, or holds no date.
std::optional<bool> changed_since(const std::string& header, const Validators& validators) {
    const auto date = parse_http_date(header);
    return date ? std::optional(validators.changed > *date) : std::nullopt;
}

}  // namespace

Condition check_conditions(const Request& request, const Validators& validators) {
    if (!request.if_match.empty()) {
        if (!names_same_bytes(request.if_match, validators.tag)) return Condition::failed;
    } else if (changed_since(request.if_unmodified_since, validators).value_or(false)) {
        return Condition::failed;
    }
    const bool is_known = !request.if_none_match.empty()
                              ? names_tag(request.if_none_match, validators.tag)
                              : !changed_since(request.if_modified_since, validators).value_or(true);
    return is_known ? Condition::not_modified : Condition::met;
}

bool range_still_fits(const Request& request, const Validators& validators) {
    if (request.if_range.empty() || request.if_range == validators.tag) return true;
    return parse_http_date(request.if_range) == validators.changed && validators.now > validators.changed + Seconds{1};
}

}  // namespace cloakroom::http
