-- For wrk: signs in the users bench-1 to bench-16 in turn.
local user = 0

function request()
    user = user % 16 + 1
    local headers = {
        ["Content-Type"] = "application/x-www-form-urlencoded",
        ["Origin"] = "http://" .. wrk.host .. ":" .. wrk.port,
    }
    local body = "username=bench-" .. user .. "&password=correct+horse+battery+staple"
    return wrk.format("POST", nil, headers, body)
end
