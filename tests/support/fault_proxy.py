#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A reverse proxy in front of an AWS emulator that misbehaves on request (stdlib only).

    fault_proxy.py --listen 127.0.0.1:5700 --upstream http://127.0.0.1:5601 \\
        --throttle 0.1 --error 0.05 --reset 0.02 --deny iam:ListVirtualMFADevices --canned canned.json

What it does to each request
  1. names it: service and operation, from X-Amz-Target, the form field Action=, the Smithy RPC path, or (REST) from
     method + path by rest_ops.json (beside this file; made from the public service models), the service from the SigV4
     credential scope.  What cannot be named is "service:?METHOD /path".
  2. denied (--deny)? answers the protocol's AccessDenied, nothing is forwarded.  A rule of /__config may say more than --deny:
     {"operation": "s3:GetBucketEncryption", "action": "s3:GetEncryptionConfiguration", "by": WHO}, where WHO, one of REFUSALS, is
     who says no in the message, and action what it names
  3. canned (--canned)? answers that, nothing is forwarded ("when": "missing": only if the upstream lacks the operation)
  4. draws a fault, at most one per request, by the rates; which one depends only on --seed, the operation, and the number
     of calls this operation had so far, so a run is reproducible whatever order threads come in:
       throttle  a throttling error in the form of the request's protocol; not forwarded
       error     500 InternalError (REST: 500, EC2/S3: 503 too, alternating); not forwarded
       reset     TCP reset before forwarding
       lost      forwarded, then TCP reset: the write happened, the client does not know
       truncate  forwarded, the answer is cut in half (Content-Length stays), then closed
     and, on top, --slow RATE: the answer comes --slow-ms later
     with --clock SECONDS the service's clock is that much ahead: every answer has its date, and what was signed more than
     five minutes off is refused (RequestTimeTooSkewed; where a protocol's services say otherwise, as they do)
  5. otherwise forwards method, path, query, headers (Host and Authorization included) and body unchanged; with --remember
     only the first of the reads that are alike: its answer is that of the others too

Operation names: service is boto3's name; IAM prefixes and signing names are understood too (monitoring:, tag:,
access-analyzer:, elasticfilesystem:, es:, elasticloadbalancing:), and so are the IAM action names of S3 that differ from
the operation (s3:GetEncryptionConfiguration).  Globs work: 'iam:List*', '*:Delete*'.  Case does not matter.

--canned FILE: {"cloudtrail:ListPublicKeys": answer | [answer, answer, ... the last one repeats]}
  answer: {"status": 200, "body": object (JSON or CBOR, as the request) or string (as is), "headers": {},
           "when": "always" | "missing",
           "match": regular expression on the request's path, query and body, optional; "region": optional,
           "error": "Code", "message": "..."   (instead of body: that error in the request's protocol),
           "edit": [pattern, replacement]      (instead of body: the upstream's answer, the pattern's first match replaced)}
  An entry without "match"/"region" that no other entry fits is the default.

Control (never counted, never forwarded)
  GET  /__counts   {"service:Operation": {"calls", "forwarded", "denied", "canned", "throttle", "error", "reset", "lost",
                    "truncate", "slow", "status": {code: n}}, ...}; with ?totals=1 the sums only, plus peak_in_flight,
                    connections, bytes
  GET  /__log      the last --log requests: [seconds since start, operation, region, outcome, status, milliseconds,
                    access key id]
  POST /__reset    forget counts, log and the fault sequence
  GET/POST /__config   read or change settings while running: {"throttle": 0.3, "deny": ["iam:*"], "canned": {...}, ...}
  GET  /__health   {"ok": true}
"""
import argparse, collections, datetime, email.utils, fnmatch, hashlib, hmac, http.client, json, os, re, socket, struct, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit

FAULTS = ("throttle", "error", "reset", "lost", "truncate")
SERVICE = {  # signing name, IAM prefix or X-Amz-Target prefix, lower case -> boto3's name
    "monitoring": "cloudwatch", "elasticfilesystem": "efs", "elasticloadbalancing": "elbv2", "es": "opensearch",
    "access-analyzer": "accessanalyzer", "cloudcontrolapi": "cloudcontrol", "cloudapiservice": "cloudcontrol", "tagging": "resourcegroupstaggingapi",
    "tag": "resourcegroupstaggingapi", "cloudtrail_20131101": "cloudtrail", "configservice": "config", "starlingdoveservice": "config",
    "amazonssm": "ssm", "awswaf_20190729": "wafv2", "awsorganizationsv20161128": "organizations", "trentservice": "kms",
    "amazonec2containerregistry_v20150921": "ecr", "amazonec2containerserviceV20141113".lower(): "ecs", "amazonsqs": "sqs",
    "awsevents": "events", "amazonathena": "athena", "certificatemanager": "acm", "logs_20140328": "logs",
    "graniteserviceversion20100801": "cloudwatch", "dynamodb_20120810": "dynamodb", "dynamodb_20111205": "dynamodb",
    "resourcegroupstaggingapi_20170126": "resourcegroupstaggingapi", "com.amazonaws.cloudtrail.v20131101.cloudtrail_20131101": "cloudtrail",
    "amazonwebservicestoken": "sts", "elasticmapreduce": "emr", "states": "stepfunctions", "inspectorservice": "inspector", "email": "ses"}
S3_ACTIONS = {  # IAM action -> operations
    "GetEncryptionConfiguration": "GetBucketEncryption", "PutEncryptionConfiguration": "PutBucketEncryption DeleteBucketEncryption",
    "GetLifecycleConfiguration": "GetBucketLifecycleConfiguration GetBucketLifecycle",
    "PutLifecycleConfiguration": "PutBucketLifecycleConfiguration DeleteBucketLifecycle PutBucketLifecycle",
    "GetBucketPublicAccessBlock": "GetPublicAccessBlock", "PutBucketPublicAccessBlock": "PutPublicAccessBlock DeletePublicAccessBlock",
    "GetReplicationConfiguration": "GetBucketReplication", "PutReplicationConfiguration": "PutBucketReplication",
    "ListAllMyBuckets": "ListBuckets", "ListBucket": "ListObjects ListObjectsV2 HeadBucket", "GetBucketObjectLockConfiguration": "GetObjectLockConfiguration",
    "GetAccountPublicAccessBlock": "GetPublicAccessBlock"}
REST_JSON = {"lambda", "backup", "guardduty", "securityhub", "inspector2", "accessanalyzer", "eks", "efs", "apigateway", "apigatewayv2", "opensearch", "batch"}


# ------------------------------------------------------------------ naming a request
def load_rest(path):
    try:
        with open(path) as f:
            t = json.load(f)
    except OSError:
        return {}
    for svc in t.values():
        svc["ops"] = [(m, tuple(s), q, op) for m, s, q, op in svc["ops"]]
    return t


def match_rest(table, service, method, path, query, headers):
    """The operation of the most particular path template that fits; None if none does."""
    svc = table.get(service)
    if not svc:
        return None
    segs = path.strip("/").split("/") if path.strip("/") else []
    best, best_score = None, None
    for m, tmpl, need, op in svc["ops"]:
        if m != method:
            continue
        rest = tmpl and tmpl[-1] == "{+}"
        if rest and len(segs) < len(tmpl) or not rest and len(segs) != len(tmpl):
            continue
        lit, ok = 0, True
        for t, s in zip(tmpl, segs):
            if t in ("{}", "{+}"):
                continue
            if t != s:
                ok = False
                break
            lit += 1
        if not ok:
            continue
        for k, v in need.items():
            if k.startswith("@"):
                ok = headers.get(k[1:]) is not None
            else:
                ok = k in query and (not v or query[k] == v)
            if not ok:
                break
        if not ok:
            continue
        score = (lit, len(need), not rest)
        if best is None or score > best_score:
            best, best_score = op, score
    return best


class Call:
    """What a request is: service, operation, region, access key, protocol."""

    def __init__(self, method, target, headers, body, rest):
        path, _, qs = target.partition("?")
        path = urlsplit(path).path if "://" in path else path
        query = dict(parse_qsl(qs, keep_blank_values=True))
        self.key = self.region = scope = ""
        auth = headers.get("Authorization") or ""
        m = re.search(r"Credential=([^/,]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request", auth)
        if not m and "X-Amz-Credential" in query:
            m = re.match(r"([^/]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request", query["X-Amz-Credential"])
        if m:
            self.key, self.region, scope = m.group(1), m.group(3), m.group(4)
        service = SERVICE.get(scope.lower(), scope.lower())
        op, proto = None, ""
        ctype = (headers.get("Content-Type") or "").split(";")[0].strip().lower()
        tgt = headers.get("X-Amz-Target")
        if headers.get("Smithy-Protocol") == "rpc-v2-cbor":
            proto = "cbor"
            m = re.search(r"/service/([^/]+)/operation/([^/]+)", path)
            if m:
                op = m.group(2)
                service = service or SERVICE.get(m.group(1).lower(), m.group(1).lower())
        elif tgt and "." in tgt:
            pre, op = tgt.rsplit(".", 1)
            proto = "json"
            service = service or SERVICE.get(pre.lower(), SERVICE.get(pre.split(".")[-1].lower(), pre.lower()))
        else:
            form = {}
            if ctype == "application/x-www-form-urlencoded" and body[:1] not in (b"{", b"<"):
                try:
                    form = dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True))
                except ValueError:
                    pass
            form = form if "Action" in form else query
            if "Action" in form and service not in ("s3",):
                op = form["Action"]
                proto = "ec2" if service == "ec2" else "query"
                if service == "elbv2" and form.get("Version") == "2012-06-01":
                    service = "elb"
        if not op:
            if service == "s3" and path.startswith("/v20180820/"):
                service = "s3control"
            if service == "apigateway" and path.startswith("/v2/"):
                service = "apigatewayv2"
            if service == "opensearch" and path.startswith("/2015-01-01/"):
                service = "es"
            if not service and not auth:
                service = "s3"           # unsigned: a public object
            op = match_rest(rest, service, method, path, query, headers)
            proto = "s3" if service == "s3" else "rest-xml" if service in ("s3control", "cloudfront", "route53") else "rest-json"
        self.service, self.protocol = service or "?", proto
        self.operation = op or f"?{method} {path}"
        self.name = f"{self.service}:{self.operation}"
        self.method, self.ctype = method, ctype
        self.text = target.encode() + b"\n" + body


def canonical(name):
    """A name given by the user -> list of patterns over Call.name, in lower case."""
    svc, _, op = name.partition(":")
    svc = SERVICE.get(svc.lower(), svc.lower())
    out = [f"{svc}:{op}".lower()]
    if svc == "s3" and op in S3_ACTIONS:
        out += [f"s3:{o}".lower() for o in S3_ACTIONS[op].split()]
    return out


def fits(name, patterns):
    n = name.lower()
    return any(fnmatch.fnmatchcase(n, p) for p in patterns)


# ------------------------------------------------------------------ answers in the request's protocol
def cbor(v):
    def head(major, n):
        if n < 24:
            return bytes([major << 5 | n])
        for code, fmt, top in ((24, ">B", 1 << 8), (25, ">H", 1 << 16), (26, ">I", 1 << 32), (27, ">Q", 1 << 64)):
            if n < top:
                return bytes([major << 5 | code]) + struct.pack(fmt, n)
    if v is None or isinstance(v, bool):
        return {None: b"\xf6", True: b"\xf5", False: b"\xf4"}[v]
    if isinstance(v, int):
        return head(0, v) if v >= 0 else head(1, -1 - v)
    if isinstance(v, float):
        return b"\xfb" + struct.pack(">d", v)
    if isinstance(v, str):
        b = v.encode()
        return head(3, len(b)) + b
    if isinstance(v, (list, tuple)):
        return head(4, len(v)) + b"".join(cbor(x) for x in v)
    return head(5, len(v)) + b"".join(cbor(k) + cbor(x) for k, x in v.items())


def esc(s):
    return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def error(call, status, code, message, rid):
    """-> (status, headers, body) of an AWS error as the call's protocol wants it."""
    p = call.protocol
    if p == "json":
        return status, {"Content-Type": call.ctype or "application/x-amz-json-1.1", "x-amzn-RequestId": rid}, \
            json.dumps({"__type": code, "message": message}).encode()
    if p == "cbor":
        return status, {"Content-Type": "application/cbor", "Smithy-Protocol": "rpc-v2-cbor", "x-amzn-RequestId": rid}, \
            cbor({"__type": code, "message": message})
    if p == "rest-json":
        return status, {"Content-Type": "application/json", "x-amzn-RequestId": rid, "x-amzn-ErrorType": code}, \
            json.dumps({"message": message}).encode()
    if p == "ec2":
        b = f'<Response><Errors><Error><Code>{code}</Code><Message>{esc(message)}</Message></Error></Errors><RequestID>{rid}</RequestID></Response>'
    elif p == "s3":
        b = f'<Error><Code>{code}</Code><Message>{esc(message)}</Message><RequestId>{rid}</RequestId><HostId>{rid}</HostId></Error>'
    else:
        b = (f'<ErrorResponse><Error><Type>{"Sender" if status < 500 else "Receiver"}</Type><Code>{code}</Code>'
             f'<Message>{esc(message)}</Message></Error><RequestId>{rid}</RequestId></ErrorResponse>')
    return status, {"Content-Type": "application/xml" if p in ("s3", "rest-xml") else "text/xml", "x-amzn-RequestId": rid, "x-amz-request-id": rid}, \
        ('<?xml version="1.0" encoding="UTF-8"?>\n' + b).encode()


def throttled(call, rid):
    p, s = call.protocol, call.service
    if p == "ec2":
        return error(call, 503, "RequestLimitExceeded", "Request limit exceeded.", rid)
    if p in ("s3",) or s == "s3control":
        return error(call, 503, "SlowDown", "Please reduce your request rate.", rid)
    if p == "rest-json":
        return error(call, 429, "TooManyRequestsException" if s in ("lambda", "apigateway", "apigatewayv2", "guardduty", "securityhub") else
                     "ThrottlingException", "Rate exceeded", rid)
    if s == "dynamodb":
        return error(call, 400, "com.amazon.coral.availability#ThrottlingException", "Rate of requests exceeds the allowed throughput.", rid)
    if p in ("json", "cbor"):
        return error(call, 400, "ThrottlingException", "Rate exceeded", rid)
    return error(call, 400, "Throttling", "Rate exceeded", rid)


# Who says no, as AWS words it.
REFUSALS = {
    "missing": "because no identity-based policy allows the {} action", "deny": "with an explicit deny in an identity-based policy",
    "scp": "with an explicit deny in a service control policy", "scp missing": "because no service control policy allows the {} action",
    "boundary": "because no permissions boundary allows the {} action", "boundary deny": "with an explicit deny in a permissions boundary",
    "session": "because no session policy allows the {} action", "untold": ""}


class Denying:
    """A rule by which calls are denied."""

    def __init__(self, rule):
        rule = rule if isinstance(rule, dict) else {"operation": rule}
        self.patterns, self.action, self.by = canonical(rule["operation"]), rule.get("action"), rule.get("by", "missing")

    def message(self, call):
        what = self.action or f"{call.service}:{call.operation}"
        who = "arn:aws:iam::123456789012:user/restricted"
        return f"User: {who} is not authorized to perform: {what} on resource: * {REFUSALS[self.by].format(what)}".rstrip()


def denied(call, rid, rule):
    msg = rule.message(call)
    p = call.protocol
    if p == "ec2":
        return error(call, 403, "UnauthorizedOperation", "You are not authorized to perform this operation. " + msg, rid)
    if p == "s3":
        return error(call, 403, "AccessDenied", msg if rule.action else "Access Denied", rid)
    if p in ("json", "cbor"):
        return error(call, 400, "AccessDeniedException", msg, rid)
    if p == "rest-json":
        return error(call, 403, "AccessDeniedException", msg, rid)
    return error(call, 403, "AuthorizationError" if call.service == "sns" else "AccessDenied", msg, rid)


def broken(call, rid, n):
    if call.protocol in ("ec2", "s3") and n % 2:
        return error(call, 503, "Unavailable" if call.protocol == "ec2" else "ServiceUnavailable", "The service is unavailable. Please try again shortly.", rid)
    code = {"query": "InternalFailure", "json": "InternalServerError", "cbor": "InternalServerError", "rest-json": "InternalServerException"}.get(call.protocol, "InternalError")
    return error(call, 500, code, "An internal error occurred.", rid)


def skewed(call, rid, signed, ahead):
    """The refusal of a request that was signed at another time than the service's clock shows; None if it was not."""
    try:
        off = datetime.datetime.strptime(signed or "", "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc).timestamp() - time.time() - ahead
    except ValueError:
        return None
    if abs(off) < 300:
        return None
    if call.protocol == "s3":
        return error(call, 403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", rid)
    code = {"ec2": "RequestExpired", "json": "InvalidSignatureException", "rest-json": "InvalidSignatureException"}.get(call.protocol, "SignatureDoesNotMatch")
    return error(call, 403, code, f"Signature expired: {signed} is now earlier than the service's clock allows", rid)


# ------------------------------------------------------------------ SigV4 check
def sigv4_problem(method, target, headers, body, keys, double_encode):
    """None if the request's SigV4 header signature is right, else what is wrong with it."""
    auth = headers.get("Authorization") or ""
    m = re.match(r"AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})\s*$", auth)
    if not m:
        return "no or malformed AWS4-HMAC-SHA256 Authorization header"
    cred, signed, sig = m.groups()
    part = cred.split("/")
    if len(part) != 5:
        return "malformed credential scope"
    key, day, region, service, _ = part
    if key not in keys:
        return f"unknown access key {key}"
    path, _, qs = target.partition("?")
    uri = quote(path, safe="/-_.~") if double_encode else quote(unquote(path), safe="/-_.~")
    q = sorted((quote(unquote(k), safe="-_.~"), quote(unquote(v), safe="-_.~")) for k, _, v in (kv.partition("=") for kv in qs.split("&") if kv))
    hs = ""
    for h in signed.split(";"):
        v = headers.get_all(h)
        if v is None:
            return f"signed header {h} is not in the request"
        hs += h + ":" + ",".join(" ".join(x.split()) for x in v) + "\n"
    if "host" not in signed.split(";"):
        return "host is not signed"
    claimed = headers.get("x-amz-content-sha256")
    real = hashlib.sha256(body).hexdigest()
    if claimed and not claimed.startswith(("UNSIGNED", "STREAMING")) and claimed != real:
        return "x-amz-content-sha256 does not fit the body"
    canon = "\n".join([method, uri or "/", "&".join(f"{k}={v}" for k, v in q), hs, signed, claimed or real])
    date = headers.get("X-Amz-Date") or ""
    if date[:8] != day:
        return "X-Amz-Date does not fit the credential scope"
    sts = "\n".join(["AWS4-HMAC-SHA256", date, f"{day}/{region}/{service}/aws4_request", hashlib.sha256(canon.encode()).hexdigest()])
    k = b"AWS4" + keys[key].encode()
    for x in (day, region, service, "aws4_request"):
        k = hmac.new(k, x.encode(), hashlib.sha256).digest()
    return None if hmac.new(k, sts.encode(), hashlib.sha256).hexdigest() == sig else "signature does not match; canonical request:\n" + canon


# ------------------------------------------------------------------ the proxy
class State:
    def __init__(self, a):
        self.lock = threading.Lock()
        self.a = a
        self.cfg = {k: getattr(a, k) for k in FAULTS}
        self.cfg.update(slow=a.slow, slow_ms=a.slow_ms, clock=a.clock, deny=list(a.deny), only=list(a.only), seed=a.seed, max_in_a_row=a.max_in_a_row,
                        first=dict(a.first), latency_ms=a.latency_ms, canned=a.canned_answers, remember=a.remember)
        self.remembered = {}
        self.rest = load_rest(a.rest_ops)
        self.compile()
        self.clear()

    def compile(self):
        self.deny = [Denying(d) for d in self.cfg["deny"]]
        self.only = [p for d in self.cfg["only"] for p in canonical(d)]
        self.canned = {}
        for k, v in self.cfg["canned"].items():
            for p in canonical(k):
                self.canned[p] = v if isinstance(v, list) else [v]
        self.first = [(canonical(k), n, kind) for k, (n, kind) in self.cfg["first"].items()]

    def clear(self):
        self.start, self.ops, self.seq, self.row = time.time(), {}, {}, {}
        self.log = collections.deque(maxlen=self.a.log)
        self.in_flight = self.peak = self.connections = self.bytes_in = self.bytes_out = 0
        self.canned_n = {}

    def draw(self, call, slot):
        """Which fault the slot-th call of this operation gets: (fault or None, slow?)."""
        c = self.cfg
        if self.only and not fits(call.name, self.only):
            return None, False
        h = hashlib.sha256(f"{c['seed']}/{call.name}/{slot}".encode()).digest()
        u, w = int.from_bytes(h[:6], "big") / 2 ** 48, int.from_bytes(h[6:12], "big") / 2 ** 48
        slow = w < c["slow"]
        for pats, n, kind in self.first:
            if slot < n and fits(call.name, pats):
                return kind, slow
        for f in FAULTS:
            if u < c[f]:
                if c["max_in_a_row"] and self.row.get(call.name, 0) >= c["max_in_a_row"]:
                    break
                return f, slow
            u -= c[f]
        return None, slow

    def pick_canned(self, call):
        for pat, answers in self.canned.items():
            if not fits(call.name, [pat]):
                continue
            plain = [x for x in answers if "match" not in x and "region" not in x]
            for x in answers:
                if x in plain:
                    continue
                if ("match" not in x or re.search(x["match"].encode(), call.text)) and x.get("region", call.region) == call.region:
                    return x
            if plain:
                n = self.canned_n.get(pat, 0)
                self.canned_n[pat] = n + 1
                return plain[min(n, len(plain) - 1)]
        return None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state = None
    upstream = None
    timeout = 120

    def setup(self):
        super().setup()
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.up = None
        with self.state.lock:
            self.state.connections += 1

    def finish(self):
        if self.up:
            self.up.close()
        try:
            super().finish()
        except OSError:
            pass

    def log_message(self, fmt, *args):
        pass

    def read_body(self):
        if "chunked" in (self.headers.get("Transfer-Encoding") or "").lower():
            out = b""
            while True:
                n = int(self.rfile.readline().split(b";")[0], 16)
                if n == 0:
                    while self.rfile.readline().strip():
                        pass
                    return out
                out += self.rfile.read(n)
                self.rfile.readline()
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status, headers, body, cut=None):
        self.send_response_only(status)
        clock = self.state.cfg["clock"]
        if clock:
            headers = [(k, v) for k, v in (headers.items() if isinstance(headers, dict) else headers) if k.lower() != "date"]
            headers.append(("Date", email.utils.formatdate(time.time() + clock, usegmt=True)))
        for k, v in headers.items() if isinstance(headers, dict) else headers:
            self.send_header(k, v)
        if not any(k.lower() == "date" for k in (headers if isinstance(headers, dict) else dict(headers))):
            self.send_header("Date", self.date_time_string())
        if status not in (204, 304) and not any(k.lower() == "content-length" for k, _ in (headers.items() if isinstance(headers, dict) else headers)):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body if cut is None else body[:cut])
        if cut is not None:
            self.wfile.flush()
            self.close_connection = True

    def hard_reset(self):
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.wfile.flush()
        self.request.close()

    def forward(self, body):
        """-> (status, header list, body) from upstream.  Sends the headers as they came, Host included."""
        for attempt in (0, 1):
            if self.up is None:
                self.up = http.client.HTTPConnection(*self.upstream, timeout=300)
            try:
                self.up.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for k, v in self.headers.items():
                    if k.lower() not in ("connection", "keep-alive", "transfer-encoding", "content-length", "expect", "proxy-connection"):
                        self.up.putheader(k, v)
                if body or self.command in ("POST", "PUT", "PATCH") or "Content-Length" in self.headers:
                    self.up.putheader("Content-Length", str(len(body)))
                self.up.endheaders(body or None)
                r = self.up.getresponse()
                data = r.read()
                hs = [(k, v) for k, v in r.getheaders() if k.lower() not in ("connection", "keep-alive", "transfer-encoding", "content-length")]
                if self.command == "HEAD" and r.getheader("Content-Length"):
                    hs.append(("Content-Length", r.getheader("Content-Length")))
                if r.will_close:
                    self.up.close()
                    self.up = None
                return r.status, hs, data
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.up.close()
                self.up = None
                if attempt:
                    raise

    def forward_or_recall(self, call, body):
        if not self.state.cfg["remember"] or not call.operation.startswith(("Get", "List", "Describe", "BatchGet")):
            return self.forward(body)
        question = (call.name, call.region, call.key, self.command, self.path, body)
        if question not in self.state.remembered:
            self.state.remembered[question] = self.forward(body)
        return self.state.remembered[question]

    def control(self, body):
        st = self.state
        path, _, qs = self.path.partition("?")
        with st.lock:
            if path == "/__counts":
                out = {k: dict(v, status=dict(v["status"])) for k, v in sorted(st.ops.items())}
                if "totals" in qs:
                    tot = collections.Counter()
                    for v in st.ops.values():
                        tot.update({k: n for k, n in v.items() if k != "status"})
                    out = dict(tot, operations=len(st.ops), peak_in_flight=st.peak, connections=st.connections, bytes_in=st.bytes_in,
                               bytes_out=st.bytes_out, seconds=round(time.time() - st.start, 3))
            elif path == "/__log":
                out = list(st.log)
            elif path == "/__reset":
                st.clear()
                out = {"ok": True}
            elif path == "/__config":
                if self.command == "POST":
                    new = json.loads(body or b"{}")
                    unknown = set(new) - set(st.cfg)
                    if unknown:
                        return self.answer(400, {"Content-Type": "application/json"}, json.dumps({"unknown": sorted(unknown)}).encode())
                    st.cfg.update(new)
                    st.compile()
                out = st.cfg
            elif path == "/__health":
                out = {"ok": True}
            else:
                return self.answer(404, {"Content-Type": "application/json"}, b'{"error":"no such control path"}')
        self.answer(200, {"Content-Type": "application/json"}, json.dumps(out, indent=1).encode())

    def serve(self):
        body = self.read_body()
        if self.path.startswith("/__"):
            return self.control(body)
        st = self.state
        if self.path.startswith("/moto-api"):      # the emulator's own control paths
            s, h, b = self.forward(body)
            return self.answer(s, h, b)
        t0 = time.time()
        call = Call(self.command, self.path, self.headers, body, st.rest)
        with st.lock:
            o = st.ops.setdefault(call.name, dict.fromkeys(("calls", "forwarded", "denied", "canned") + FAULTS + ("slow",), 0) | {"status": collections.Counter()})
            o["calls"] += 1
            st.bytes_in += len(body)
            st.in_flight += 1
            st.peak = max(st.peak, st.in_flight)
            slot = st.seq.get(call.name, 0)
            st.seq[call.name] = slot + 1
            deny = next((rule for rule in st.deny if fits(call.name, rule.patterns)), None)
            can = None if deny else st.pick_canned(call)
            fault, slow = st.draw(call, slot)
            if deny:
                fault = None
            st.row[call.name] = st.row.get(call.name, 0) + 1 if fault else 0
            wait = (st.cfg["slow_ms"] if slow else 0) + st.cfg["latency_ms"]
        rid = hashlib.md5(f"{call.name}{slot}{st.cfg['seed']}".encode()).hexdigest()
        rid = f"{rid[:8]}-{rid[8:12]}-{rid[12:16]}-{rid[16:20]}-{rid[20:]}"
        outcome, status = fault or "forwarded", 0
        try:
            if wait:
                time.sleep(wait / 1000.0)
            bad, late = None, skewed(call, rid, self.headers.get("X-Amz-Date"), st.cfg["clock"]) if st.cfg["clock"] else None
            if st.a.keys:
                bad = sigv4_problem(self.command, self.path, self.headers, body, st.a.keys, call.service not in ("s3", "s3control"))
            if bad:
                outcome = "badsig"
                ans = error(call, 403, "SignatureDoesNotMatch" if call.protocol != "json" else "InvalidSignatureException", bad, rid)
            elif late:
                outcome, ans = "skewed", late
            elif deny:
                outcome, ans = "denied", denied(call, rid, deny)
            elif fault == "throttle":
                ans = throttled(call, rid)
            elif fault == "error":
                ans = broken(call, rid, slot)
            elif fault == "reset":
                return self.hard_reset()
            else:
                ans = None
                if not can or "edit" in can or can.get("when") == "missing":
                    try:
                        ans = self.forward_or_recall(call, body)
                    except OSError as e:
                        ans = error(call, 502, "BadGateway", f"upstream: {e}", rid)
                    html = ans[2][:200].lstrip().lower().startswith((b"<!doctype html", b"<html"))
                    lacking = ans[0] in (404, 500, 501) and (html or b"NotImplemented" in ans[2][:2000] or b"NotYetImplemented" in ans[2][:2000]
                                                             or b"has not been implemented" in ans[2][:4000])
                    if can and "edit" in can:
                        outcome = "canned"
                        ans = ans[0], [(k, v) for k, v in ans[1] if k.lower() != "x-amz-crc32"], re.sub(can["edit"][0].encode(), can["edit"][1].encode(), ans[2], count=1, flags=re.S)
                        can = None
                    elif not (can and lacking):
                        can = None
                if can:
                    outcome = "canned" if not fault else fault
                    if "error" in can:
                        ans = error(call, can.get("status", 400), can["error"], can.get("message", ""), rid)
                    else:
                        b, h = can.get("body", {}), {"x-amzn-RequestId": rid}
                        if not isinstance(b, str) and call.protocol == "cbor":
                            h.update({"Content-Type": "application/cbor", "Smithy-Protocol": "rpc-v2-cbor"})
                            b = cbor(b)
                        elif not isinstance(b, str):
                            h["Content-Type"] = call.ctype if call.protocol == "json" and call.ctype else "application/json"
                            b = json.dumps(b).encode()
                        else:
                            h["Content-Type"] = "text/xml"
                            b = b.encode()
                        h.update(can.get("headers", {}))
                        ans = can.get("status", 200), h, b
                if fault == "lost":
                    return self.hard_reset()
            status = ans[0]
            with st.lock:
                st.bytes_out += len(ans[2])
            self.answer(*ans, cut=len(ans[2]) // 2 if fault == "truncate" else None)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with st.lock:
                st.in_flight -= 1
                o[outcome] = o.get(outcome, 0) + 1
                if slow:
                    o["slow"] += 1
                o["status"][str(status)] += 1
                st.log.append([round(t0 - st.start, 4), call.name, call.region, outcome, status, round((time.time() - t0) * 1000, 1), call.key])

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = serve


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        e = sys.exc_info()[1]
        if not isinstance(e, (ConnectionError, TimeoutError, OSError, ValueError)):
            super().handle_error(request, client_address)


def rate(s):
    v = float(s)
    if not 0 <= v <= 1:
        raise argparse.ArgumentTypeError("a rate is between 0 and 1")
    return v


def first(s):
    """OP=N:KIND"""
    m = re.fullmatch(r"(.+)=(\d+):(\w+)", s)
    if not m or m.group(3) not in FAULTS:
        raise argparse.ArgumentTypeError(f"want OP=N:KIND with KIND one of {', '.join(FAULTS)}")
    return m.group(1), (int(m.group(2)), m.group(3))


def hostport(s):
    s = s.split("://")[-1].rstrip("/")
    h, _, p = s.rpartition(":")
    return h or "127.0.0.1", int(p)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--listen", type=hostport, default=("127.0.0.1", 5700), metavar="HOST:PORT", help="default 127.0.0.1:5700; port 0 takes a free one")
    p.add_argument("--upstream", type=hostport, default=("127.0.0.1", 5601), metavar="URL", help="the emulator, default http://127.0.0.1:5601")
    for f in FAULTS:
        p.add_argument(f"--{f}", type=rate, default=0.0, metavar="RATE", help=f"share of requests that get fault '{f}'")
    p.add_argument("--slow", type=rate, default=0.0, metavar="RATE", help="share of requests answered late")
    p.add_argument("--slow-ms", type=float, default=2000, help="how late (default 2000)")
    p.add_argument("--latency-ms", type=float, default=0, help="added to every answer (default 0)")
    p.add_argument("--clock", type=float, default=0, metavar="SECONDS", help="how far the service's clock is ahead (default 0)")
    p.add_argument("--first", type=first, action="append", default=[], metavar="OP=N:KIND", help="the first N calls of OP get fault KIND, e.g. 's3:PutBucket*=2:throttle'")
    p.add_argument("--only", action="append", default=[], metavar="OP", help="faults on these operations only (repeat; globs)")
    p.add_argument("--max-in-a-row", type=int, default=0, metavar="K", help="after K faults in a row an operation's next call is spared (0: no limit)")
    p.add_argument("--deny", action="append", default=[], metavar="OP", help="AccessDenied for OP, e.g. iam:ListVirtualMFADevices (repeat; commas; globs)")
    p.add_argument("--remember", action="store_true", help="ask the emulator the same question once only (for accounts that nobody changes)")
    p.add_argument("--canned", metavar="FILE", help="JSON file of canned answers")
    p.add_argument("--verify-sigv4", action="append", default=[], metavar="KEY:SECRET", help="refuse requests whose SigV4 signature is wrong (repeat for more keys)")
    p.add_argument("--seed", type=int, default=1, help="of the fault sequence (default 1)")
    p.add_argument("--log", type=int, default=20000, metavar="N", help="requests kept for /__log (default 20000)")
    p.add_argument("--rest-ops", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "rest_ops.json"), metavar="FILE", help="REST table, default rest_ops.json beside this file")
    p.add_argument("--ready-file", metavar="FILE", help="write 'host port pid' here once listening")
    a = p.parse_args()
    a.deny = [x.strip() for d in a.deny for x in d.split(",") if x.strip()]
    a.keys = dict(k.split(":", 1) for k in a.verify_sigv4)
    if sum(getattr(a, f) for f in FAULTS) > 1:
        p.error("the fault rates add up to more than 1")
    a.canned_answers = {}
    if a.canned:
        with open(a.canned) as f:
            a.canned_answers = json.load(f)
    Handler.state, Handler.upstream = State(a), a.upstream
    srv = Server(a.listen, Handler)
    host, port = srv.server_address[:2]
    if a.ready_file:
        with open(a.ready_file, "w") as f:
            f.write(f"{host} {port} {os.getpid()}\n")
    print(f"fault_proxy {host}:{port} -> {a.upstream[0]}:{a.upstream[1]} pid {os.getpid()}", flush=True)
    try:
        srv.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
