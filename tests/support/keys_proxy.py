#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""keys_proxy.py - a small reverse proxy that lets `aws cloudtrail validate-logs` (or any other client) run against moto.

moto_server has S3 and DescribeTrails but not cloudtrail:ListPublicKeys.  This proxy answers
  * CloudTrail ListPublicKeys    from keys.json (filtered by StartTime / EndTime as AWS does; NextToken is not needed)
  * CloudTrail DescribeTrails    from trails.json, if --trails is given (moto's trail has moto's own account id in its ARN)
  * Organizations DescribeOrganization   from trails.json's organizationId, if that is set
and passes everything else to --upstream.  With --s3-dir DIR (what gen_trail.py wrote: DIR/s3, DIR/meta.jsonl) it answers S3
GetBucketLocation, ListObjects (v1, v2), HeadObject and GetObject itself from the files: no upload, no moto, about 10 times
faster, so that the client and not the server is measured.  Files are read on every request: tampering on disk shows at once.

  keys_proxy.py --port 5072 --dir /tmp/t --upstream http://127.0.0.1:5071     # moto behind
  keys_proxy.py --port 5072 --dir /tmp/t --serve                              # stand-alone S3 + CloudTrail
  export AWS_ENDPOINT_URL=http://127.0.0.1:5072 AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=x

Fault injection, for tests of a client's retries: --fail-every N answers every Nth S3 request with 503 SlowDown; --latency-ms L
sleeps before every answer; --cut-every N closes the connection in the middle of every Nth body.
GET /__stats answers {"requests": n, "get": n, "list": n, "bytes": n}.  Listens on 127.0.0.1 only.  No credentials are checked.
"""
import argparse, asyncio, bisect, json, os, sys, urllib.parse
from datetime import datetime, timezone
from email.utils import formatdate
from xml.sax.saxutils import escape

p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
p.add_argument('--port', type=int, required=True)
p.add_argument('--dir', help='output directory of gen_trail.py: sets --keys, --trails and --s3-dir defaults')
p.add_argument('--keys'); p.add_argument('--trails'); p.add_argument('--s3-dir')
p.add_argument('--serve', action='store_true', help='serve S3 from --dir instead of passing it on')
p.add_argument('--upstream', default='')
p.add_argument('--fail-every', type=int, default=0); p.add_argument('--cut-every', type=int, default=0); p.add_argument('--latency-ms', type=float, default=0)
A = p.parse_args()
if A.dir:
    A.keys = A.keys or A.dir + '/keys.json'; A.trails = A.trails or A.dir + '/trails.json'
    if A.serve: A.s3_dir = A.s3_dir or A.dir
KEYS = json.load(open(A.keys)) if A.keys else []
TRAILS = json.load(open(A.trails)) if A.trails else None
UP = urllib.parse.urlsplit(A.upstream) if A.upstream else None
STAT = {'requests': 0, 'get': 0, 'list': 0, 'bytes': 0}
META, LIST = {}, {}
if A.s3_dir:
    for l in open(A.s3_dir + '/meta.jsonl'): x = json.loads(l); META[x['key']] = x['meta']
    for b in os.listdir(A.s3_dir + '/s3'):
        r = A.s3_dir + '/s3/' + b
        LIST[b] = sorted(os.path.relpath(os.path.join(d, f), r) for d, _, fs in os.walk(r) for f in fs)

def epoch(v):  # JSON 1.1 timestamps: seconds as a number, or ISO text
    if isinstance(v, (int, float)): return float(v)
    return datetime.strptime(v, '%Y-%m-%dT%H:%M:%SZ').replace(tzinfo=timezone.utc).timestamp()

def resp(code, body=b'', headers=None, head=False):
    if isinstance(body, str): body = body.encode()
    h = {'Content-Type': 'application/xml', 'Content-Length': len(body), 'Date': formatdate(usegmt=True), 'x-amz-request-id': 'KEYSPROXY%07d' % STAT['requests'], 'Server': 'keys_proxy'}
    h.update(headers or {})
    return ('HTTP/1.1 %d %s\r\n' % (code, {200: 'OK', 404: 'Not Found', 503: 'Slow Down', 501: 'Not Implemented', 400: 'Bad Request', 206: 'Partial Content'}.get(code, 'X')) + ''.join('%s: %s\r\n' % kv for kv in h.items()) + '\r\n').encode() + (b'' if head else body)

def s3err(code, name, key=''): return resp(code, '<?xml version="1.0" encoding="UTF-8"?><Error><Code>%s</Code><Message>%s</Message><Key>%s</Key><RequestId>0</RequestId></Error>' % (name, name, escape(key)))
def js(o): return resp(200, json.dumps(o), {'Content-Type': 'application/x-amz-json-1.1'})

def api(target, body):
    op = target.rsplit('.', 1)[-1]; q = json.loads(body or b'{}')
    if op == 'ListPublicKeys' and A.keys:
        s = epoch(q['StartTime']) if 'StartTime' in q else 0; e = epoch(q['EndTime']) if 'EndTime' in q else 4e9
        ks = [{'Fingerprint': k['Fingerprint'], 'Value': k['Value'], 'ValidityStartTime': epoch(k['ValidityStartTime']), 'ValidityEndTime': epoch(k['ValidityEndTime'])} for k in KEYS]
        return js({'PublicKeyList': [k for k in ks if k['ValidityEndTime'] >= s and k['ValidityStartTime'] <= e]})
    if op == 'DescribeTrails' and TRAILS: return js({'trailList': TRAILS['trailList']})
    if op == 'DescribeOrganization' and TRAILS and TRAILS.get('organizationId'): return js({'Organization': {'Id': TRAILS['organizationId'], 'Arn': 'arn:aws:organizations::111122223333:organization/' + TRAILS['organizationId'], 'FeatureSet': 'ALL'}})
    return None

def s3(method, path, query, hdr):
    b, _, key = path.lstrip('/').partition('/'); b = urllib.parse.unquote(b); key = urllib.parse.unquote(key)
    if b not in LIST: return s3err(404, 'NoSuchBucket')
    if not key:
        q = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        if 'location' in q: return resp(200, '<?xml version="1.0" encoding="UTF-8"?><LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>')
        STAT['list'] += 1; pre = q.get('prefix', ''); v2 = q.get('list-type') == '2'; mx = min(int(q.get('max-keys', 1000)), 1000); delim = q.get('delimiter', '')
        after = q.get('continuation-token') or q.get('start-after', '') if v2 else q.get('marker', '')
        L = LIST[b]; i = bisect.bisect_left(L, pre)
        if after and after >= pre: i = max(i, bisect.bisect_right(L, after))
        out = []; cps = []; last = ''; trunc = False
        while i < len(L) and L[i].startswith(pre):
            if len(out) + len(cps) >= mx: trunc = True; break
            k = L[i]; d = k.find(delim, len(pre)) if delim else -1
            if d >= 0:
                c = k[:d + len(delim)]; last = c; 
                if c > after: cps.append(c)
                i = bisect.bisect_left(L, c[:-1] + chr(ord(c[-1]) + 1)); continue
            out.append(k); last = k; i += 1
        enc = urllib.parse.quote if q.get('encoding-type') == 'url' else escape
        x = '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>%s</Name><Prefix>%s</Prefix><MaxKeys>%d</MaxKeys>%s<IsTruncated>%s</IsTruncated>' % (b, enc(pre), mx, '<EncodingType>url</EncodingType>' if q.get('encoding-type') == 'url' else '', str(trunc).lower())
        if trunc: x += ('<NextContinuationToken>%s</NextContinuationToken>' if v2 else '<NextMarker>%s</NextMarker>') % enc(last)
        if v2: x += '<KeyCount>%d</KeyCount>' % (len(out) + len(cps))
        elif after: x += '<Marker>%s</Marker>' % enc(after)
        for k in out:
            try: sz = os.path.getsize('%s/s3/%s/%s' % (A.s3_dir, b, k))
            except FileNotFoundError: continue
            x += '<Contents><Key>%s</Key><LastModified>2025-03-01T00:00:00.000Z</LastModified><ETag>&quot;0&quot;</ETag><Size>%d</Size><StorageClass>STANDARD</StorageClass></Contents>' % (enc(k), sz)
        return resp(200, x + ''.join('<CommonPrefixes><Prefix>%s</Prefix></CommonPrefixes>' % enc(c) for c in cps) + '</ListBucketResult>')
    if method not in ('GET', 'HEAD'): return s3err(501, 'NotImplemented')
    STAT['get'] += 1
    try:
        with open('%s/s3/%s/%s' % (A.s3_dir, b, os.path.normpath('/' + key).lstrip('/')), 'rb') as f: body = f.read()
    except (FileNotFoundError, IsADirectoryError): return s3err(404, 'NoSuchKey', key)
    STAT['bytes'] += len(body); h = {'Content-Type': 'application/json', 'Content-Encoding': 'gzip', 'ETag': '"0"', 'Last-Modified': 'Sat, 01 Mar 2025 00:00:00 GMT', 'Accept-Ranges': 'bytes'}
    for k, v in META.get(key, {}).items(): h['x-amz-meta-' + k] = v
    r = hdr.get('range', '')
    if r.startswith('bytes=') and method == 'GET':
        s, _, e = r[6:].partition('-'); n = len(body); s, e = (int(s), min(int(e), n - 1) if e else n - 1) if s else (max(0, n - int(e)), n - 1)
        h['Content-Range'] = 'bytes %d-%d/%d' % (s, e, n); return resp(206, body[s:e + 1], h)
    return resp(200, body, h, method == 'HEAD')

async def read_request(rd):
    raw = await rd.readuntil(b'\r\n\r\n'); lines = raw.decode('latin1').split('\r\n'); m, target, _ = lines[0].split(' ', 2); h = {}
    for l in lines[1:]:
        if l: k, _, v = l.partition(':'); h[k.strip().lower()] = v.strip()
    return m, target, h, raw
async def body_of(rd, h):
    if h.get('transfer-encoding', '').lower() == 'chunked':
        out = b''; raw = b''
        while True:
            l = await rd.readline(); n = int(l.split(b';')[0], 16); c = await rd.readexactly(n + 2); out += c[:-2]
            if n == 0: return out
    n = int(h.get('content-length', 0) or 0)
    return await rd.readexactly(n) if n else b''

async def client(rd, wr):
    up = None
    try:
        while True:
            try: m, target, h, raw = await read_request(rd)
            except (asyncio.IncompleteReadError, ConnectionError): break
            if h.get('expect', '').lower() == '100-continue': wr.write(b'HTTP/1.1 100 Continue\r\n\r\n'); await wr.drain()
            body = await body_of(rd, h); STAT['requests'] += 1; n = STAT['requests']; path, _, query = target.partition('?')
            if A.latency_ms: await asyncio.sleep(A.latency_ms / 1000)
            out = None
            if path == '/__stats': out = resp(200, json.dumps(STAT), {'Content-Type': 'application/json'})
            elif 'x-amz-target' in h: out = api(h['x-amz-target'], body)
            elif A.fail_every and n % A.fail_every == 0: out = s3err(503, 'SlowDown')
            elif A.s3_dir and (m in ('GET', 'HEAD')): out = s3(m, path, query, h)
            if out is None and not UP: out = resp(501, '{"__type":"NotImplemented"}', {'Content-Type': 'application/x-amz-json-1.1'})
            if out is not None:
                if A.cut_every and n % A.cut_every == 0 and len(out) > 600: wr.write(out[:len(out) // 2]); await wr.drain(); break
                wr.write(out); await wr.drain(); continue
            # pass on (one upstream connection per client connection; reopened when the upstream closes it)
            req = '%s %s HTTP/1.1\r\n' % (m, target) + ''.join('%s: %s\r\n' % kv for kv in h.items() if kv[0] not in ('transfer-encoding', 'content-length', 'connection', 'expect')) + ('content-length: %d\r\n' % len(body) if body or m in ('PUT', 'POST') else '') + '\r\n'
            for attempt in (0, 1):
                try:
                    if up is None: up = await asyncio.open_connection(UP.hostname, UP.port or 80, limit=1 << 20)
                    up[1].write(req.encode('latin1') + body); await up[1].drain()
                    rl = await up[0].readuntil(b'\r\n\r\n'); break
                except (ConnectionError, asyncio.IncompleteReadError):
                    if up: up[1].close()
                    up = None
                    if attempt: raise
            hs = {}
            for l in rl.decode('latin1').split('\r\n')[1:]:
                if l: k, _, v = l.partition(':'); hs[k.strip().lower()] = v.strip()
            code = int(rl.split(b' ', 2)[1])
            if m == 'HEAD' or code in (204, 304): rb = b''
            elif 'content-length' in hs or 'transfer-encoding' in hs: rb = await body_of(up[0], hs)
            else: rb = await up[0].read()
            lines = [x for x in rl.decode('latin1').split('\r\n') if x and x.split(':')[0].lower() not in ('transfer-encoding', 'connection')]
            if 'content-length' not in hs and m != 'HEAD': lines.append('Content-Length: %d' % len(rb))
            wr.write('\r\n'.join(lines).encode('latin1') + b'\r\n\r\n' + rb); await wr.drain()
            if hs.get('connection', '').lower() == 'close' or rl.startswith(b'HTTP/1.0'): up[1].close(); up = None
    except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError): pass
    finally:
        if up: up[1].close()
        wr.close()

async def main():
    s = await asyncio.start_server(client, '127.0.0.1', A.port, limit=1 << 20)
    print('keys_proxy on http://127.0.0.1:%d  keys=%d  trails=%s  s3=%s  upstream=%s' % (A.port, len(KEYS), bool(TRAILS), A.s3_dir or '-', A.upstream or '-'), flush=True)
    async with s: await s.serve_forever()
try: asyncio.run(main())
except KeyboardInterrupt: pass
