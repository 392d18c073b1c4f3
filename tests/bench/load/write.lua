-- For wrk: PUTs a value that is another each time, with the cookies of the named file in turn.
local cookies = {}
local turn = 0
local value = os.time() * 1000000

function init(arguments)
    for cookie in io.lines(arguments[1]) do
        cookies[#cookies + 1] = cookie
    end
end

function request()
    turn = turn % #cookies + 1
    value = value + 1
    local headers = { ["Content-Type"] = "application/json", ["Cookie"] = cookies[turn] }
    return wrk.format("PUT", nil, headers, '{"article":' .. value .. ',"pieces":2}')
end
