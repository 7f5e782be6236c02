#!/usr/bin/env python3
"""dhcp_outage.py - how many DHCP exchanges are lost while a configuration
change is replicated over a Kea HA pair?

    dhcp_outage.py VERSION MODE [--timers fast|default] [--replicator R] ...

VERSION  2.2 | 2.6 | 3.0          MODE  hot-standby | load-balancing | standalone

One run (needs root; Python standard library only):
  1. four network namespaces kx<slot>-br/-s1/-s2/-cl joined by a bridge in -br,
     on 10.213.<slot>.0/24, plus one veth (kx<slot>-root, .254) into the root
     namespace so that a replicator in the root namespace reaches both control
     channels: http://10.213.<slot>.1:8000/ and http://10.213.<slot>.2:8000/
     (2.2, 2.6: Control Agent; 3.0: kea-dhcp4's own http control socket).
  2. the client in -cl acts as a DHCP relay (giaddr set, every message sent to
     BOTH servers): DISCOVER -> first OFFER -> REQUEST -> ACK, a new MAC every
     time, RATE exchanges/s, evenly spaced.  An unanswered client retries after
     4 s and 8 s more with 'secs' set, as real clients do.
  3. AT seconds into the load the replicator runs; the load goes on until both
     servers are back in their normal state (+ --tail), within bounds.
  4. the LAST line on stdout is one JSON object; details (per second counts,
     state timeline, replicator log) go to --out, progress to stderr.

Replicators: see --list.  'cmd:SHELL COMMAND' runs in the root namespace with
{s1} {s2} replaced by the control URLs, {new} by a file with the subnet to add,
{ver} and {mode}.  --source-change says what the operator did to server1 first.
--kill s1|s2 kills that daemon before, and the replicator meets a lone survivor.

lost      exchanges whose FIRST attempt was not ACKed within --timeout seconds
recovered lost clients that got an ACK on a retry before the end of the run
longest_gap_s  longest time between two successful completions
doubled   exchanges ACKed by both servers; dup_addr: addresses ACKed to 2 clients
"""
import argparse, collections, copy, json, os, random, select, shutil, signal
import socket, struct, subprocess, sys, tempfile, threading, time, urllib.request

# where each generation of Kea is installed: a root of its own each, as kea-ha-testkit/real-kea/install makes them
ROOT = {'2.2': os.environ.get('KEA_ROOT_2_2', '/'), '2.6': os.environ.get('KEA_ROOT_2_6', ''),
        '3.0': os.environ.get('KEA_ROOT_3_0', '')}
HOOKS = '/usr/lib/x86_64-linux-gnu/kea/hooks'
TIMERS = {   # what people run (Kea's documented defaults), and a fast profile
    'default': {'heartbeat-delay': 10000, 'max-response-delay': 60000,
                'max-ack-delay': 10000, 'max-unacked-clients': 10},
    'fast': {'heartbeat-delay': 1000, 'max-response-delay': 5000,
             'max-ack-delay': 2000, 'max-unacked-clients': 0}}
NORMAL = {'hot-standby': 'hot-standby', 'load-balancing': 'load-balancing'}
SHARED = ('subnet4', 'shared-networks', 'option-def', 'option-data', 'client-classes')
SETTLE_MAX = 150          # s, most that any wait for the normal state may take
NEW_SUBNET = {'id': 777777, 'subnet': '10.250.0.0/24',
              'pools': [{'pool': '10.250.0.10 - 10.250.0.200'}]}
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))   # no proxy, ever


def log(*a):
    print(time.strftime('%H:%M:%S'), *a, file=sys.stderr, flush=True)


def sh(*cmd, check=True):
    r = subprocess.run(cmd, capture_output=True, text=True, timeout=30)
    if check and r.returncode:
        raise RuntimeError(f"{' '.join(cmd)}: {r.stderr.strip()}")
    return r.stdout


# --------------------------------------------------------------------- network
class Net:
    """Namespaces, bridge and veths of one slot."""
    def __init__(self, slot):
        self.p, self.pre = f'kx{slot}', f'10.213.{slot}'
        self.ip = {'s1': f'{self.pre}.1', 's2': f'{self.pre}.2', 'cl': f'{self.pre}.3',
                   'root': f'{self.pre}.254'}

    def ns(self, who):
        return f'{self.p}-{who}'

    def up(self):
        if any(r.startswith('10.') for r in sh('ip', 'route').split('\n') if 'kx' not in r):
            raise RuntimeError('a 10.x route exists in the root namespace; refusing to run')
        self.down()
        for who in ('br', 's1', 's2', 'cl'):
            sh('ip', 'netns', 'add', self.ns(who))
            sh('ip', '-n', self.ns(who), 'link', 'set', 'lo', 'up')
        br = self.ns('br')
        sh('ip', '-n', br, 'link', 'add', 'br0', 'type', 'bridge')
        sh('ip', '-n', br, 'link', 'set', 'br0', 'addrgenmode', 'none', 'up')
        for who in ('s1', 's2', 'cl', 'root'):
            inroot = who == 'root'
            dev = f'{self.p}-root' if inroot else 'eth0'
            at = [] if inroot else ['-n', self.ns(who)]
            peer = f'to-{who}'
            sh('ip', *at, 'link', 'add', dev, 'type', 'veth', 'peer', 'name', peer, 'netns', br)
            sh('ip', '-n', br, 'link', 'set', peer, 'addrgenmode', 'none', 'master', 'br0', 'up')
            sh('ip', *at, 'link', 'set', dev, 'addrgenmode', 'none', 'up')
            sh('ip', *at, 'addr', 'add', f'{self.ip[who]}/24', 'dev', dev)

    def down(self):
        for who in ('br', 's1', 's2', 'cl'):
            sh('ip', 'netns', 'del', self.ns(who), check=False)
        sh('ip', 'link', 'del', f'{self.p}-root', check=False)


# ------------------------------------------------------------------ Kea servers
class Lab:
    def __init__(self, a):
        self.a, self.ver, self.mode = a, a.version, a.mode
        self.net = Net(a.slot)
        self.names = ['s1'] if self.mode == 'standalone' else ['s1', 's2']
        self.url = [f'http://{self.net.ip[n]}:8000/' for n in self.names]
        self.dir = f'/run/{self.net.p}'                       # as the server sees it
        root = ROOT[self.ver]
        self.hostdir = self.dir if root == '/' else root + self.dir
        self.procs, self.notes, self.daemons, self.killed = [], [], {}, None
        self.states = []                                      # (t, server, state, scopes)

    # -- configuration
    def subnets(self):
        base = {'id': 1, 'subnet': '10.214.0.0/16', 'relay': {'ip-addresses': [self.net.ip['cl']]}}
        if self.mode == 'load-balancing':
            def cc(n):
                return {'client-classes': [n]} if self.ver == '3.0' else {'client-class': n}
            base['pools'] = [{'pool': '10.214.1.0 - 10.214.127.255', **cc('HA_server1')},
                             {'pool': '10.214.128.0 - 10.214.254.255', **cc('HA_server2')}]
        else:
            base['pools'] = [{'pool': '10.214.1.0 - 10.214.254.255'}]
        out = [base]
        for i in range(self.a.subnets):
            n = f'10.{i >> 8}.{i & 255}'
            out.append({'id': i + 2, 'subnet': f'{n}.0/24', 'pools': [{'pool': f'{n}.10 - {n}.200'}],
                        'reservations': [{'hw-address': f'06:00:{i >> 8:02x}:{i & 255:02x}:00:{k:02x}',
                                          'ip-address': f'{n}.{201 + k}'}
                                         for k in range(self.a.reservations)]})
        return out

    def conf(self, i):
        v, d = self.ver, self.dir
        port = 8000 if v == '2.2' else 8001        # 2.4+: dedicated HA listener
        role2 = 'standby' if self.mode == 'hot-standby' else 'secondary'
        hooks = [{'library': f'{HOOKS}/libdhcp_lease_cmds.so'}]
        if v == '3.0':
            ctl = {'control-sockets': [{'socket-type': 'http', 'socket-port': 8000,
                                        'socket-address': self.net.ip[self.names[i]]}]}
            hooks += [{'library': f'{HOOKS}/libdhcp_{h}_cmds.so'} for h in ('subnet', 'host')]
        else:
            ctl = {'control-socket': {'socket-type': 'unix', 'socket-name': f'{d}/s{i + 1}.sock'}}
        if self.mode != 'standalone':
            ha = {'this-server-name': f'server{i + 1}', 'mode': self.mode, **TIMERS[self.a.timers],
                  'peers': [{'name': 'server1', 'url': f"http://{self.net.ip['s1']}:{port}/", 'role': 'primary'},
                            {'name': 'server2', 'url': f"http://{self.net.ip['s2']}:{port}/", 'role': role2}]}
            ha.update(self.a.ha)
            hooks.append({'library': f'{HOOKS}/libdhcp_ha.so', 'parameters': {'high-availability': [ha]}})
        return {'Dhcp4': {
            'interfaces-config': {'interfaces': ['eth0'], 'dhcp-socket-type': self.a.socket},
            'lease-database': {'type': 'memfile', 'persist': True, 'name': f'{d}/s{i + 1}.csv'},
            'valid-lifetime': 3600, 'multi-threading': {'enable-multi-threading': v != '2.2'},
            **ctl, 'hooks-libraries': hooks, 'subnet4': self.subnets(),
            'loggers': [{'name': 'kea-dhcp4', 'severity': 'INFO',
                         'output_options' if v == '2.2' else 'output-options': [{'output': f'{d}/s{i + 1}.log'}]}]}}

    def effective(self, key):
        """An HA parameter as the running server1 has it (not as we meant to set it)."""
        for h in self.get(0)['Dhcp4']['hooks-libraries']:
            if h['library'].endswith('libdhcp_ha.so'):
                return h['parameters']['high-availability'][0].get(key)
        return None

    # -- life cycle
    def start(self):
        shutil.rmtree(self.hostdir, ignore_errors=True)
        root = ROOT[self.ver]
        for i, n in enumerate(self.names):
            piddir = f'{self.dir}/p{i + 1}'
            os.makedirs(f'{self.hostdir}/p{i + 1}')
            os.chmod(self.hostdir, 0o750)
            env = dict(os.environ, KEA_PIDFILE_DIR=piddir, KEA_LOCKFILE_DIR=piddir,
                       KEA_CONTROL_SOCKET_DIR=self.dir, KEA_LOG_FILE_DIR=self.dir, KEA_DHCP_DATA_DIR=self.dir)
            pre = ['ip', 'netns', 'exec', self.net.ns(n)] + ([] if root == '/' else ['chroot', root])
            files = {f's{i + 1}': ('/usr/sbin/kea-dhcp4', self.conf(i))}
            if self.ver != '3.0':
                files[f'ca{i + 1}'] = ('/usr/sbin/kea-ctrl-agent', {'Control-agent': {
                    'http-host': self.net.ip[n], 'http-port': 8000, 'control-sockets': {
                        'dhcp4': {'socket-type': 'unix', 'socket-name': f'{self.dir}/s{i + 1}.sock'}}}})
            if self.a.leases:
                self.preload(i)
            for name, (prog, conf) in files.items():
                with open(f'{self.hostdir}/{name}.json', 'w') as f:
                    json.dump(conf, f)
                with open(f'{self.hostdir}/{name}.out', 'a') as out:
                    self.daemons[name] = len(self.procs)
                    self.procs.append(subprocess.Popen(pre + [prog, '-c', f'{self.dir}/{name}.json'], env=env,
                                                       stdout=out, stderr=out, start_new_session=True))

    def preload(self, i):
        """Write --leases N leases of an otherwise unused subnet into the lease file."""
        exp = int(time.time()) + 86400
        head = 'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context'
        with open(f'{self.hostdir}/s{i + 1}.csv', 'w') as f:
            f.write(head + (',pool_id' if self.ver != '2.2' else '') + '\n')
            for k in range(self.a.leases):
                f.write(f'10.{100 + (k >> 16)}.{k >> 8 & 255}.{k & 255},0a:00:00:{k >> 16 & 255:02x}:{k >> 8 & 255:02x}:'
                        f'{k & 255:02x},,86400,{exp},900,0,0,,0,{"" if self.ver == "2.2" else ",0"}\n')

    def stop(self):
        for p in self.procs:                                 # ours only, by pid
            if p.poll() is None:
                p.terminate()
        for p in self.procs:
            try:
                p.wait(8)
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait(5)
        if self.a.keep_logs:
            dst = f'{self.a.out}.logs'
            shutil.rmtree(dst, ignore_errors=True)
            shutil.copytree(self.hostdir, dst, ignore=lambda d, n: [x for x in n if not x.endswith(('.log', '.out'))])
        shutil.rmtree(self.hostdir, ignore_errors=True)

    # -- control channel
    def q(self, i, cmd, args=None, t=120, quiet=False):
        body = {'command': cmd, 'service': ['dhcp4']}
        if args is not None:
            body['arguments'] = args
        t0 = time.monotonic()
        r = OPENER.open(urllib.request.Request(self.url[i], json.dumps(body).encode(),
                                               {'Content-Type': 'application/json'}), timeout=t)
        r = json.load(r)
        r = r[0] if isinstance(r, list) else r
        if not quiet:
            self.note(f"s{i + 1} {cmd}: result {r.get('result')} {r.get('text', '')[:150]!r}"
                      f" in {time.monotonic() - t0:.2f} s")
        return r

    def note(self, s):
        t = time.monotonic() - getattr(self, 't0', time.monotonic())
        self.notes.append([round(t, 2), s])
        log(f'[{t:6.2f}] {s}')

    def get(self, i):
        c = self.q(i, 'config-get')['arguments']
        c.pop('hash', None)
        return c

    def set(self, i, conf):
        r = self.q(i, 'config-set', conf)
        if r['result']:
            raise RuntimeError(f'config-set s{i + 1}: {r}')

    def scopes(self, i, *names):
        r = self.q(i, 'ha-scopes', {'scopes': list(names)})
        if r['result']:
            raise RuntimeError(f'ha-scopes s{i + 1}: {r}')

    def targets(self):
        """server1's running config with the new subnet, and server2's with server1's shared parts."""
        c = [self.get(i) for i in range(len(self.names))]
        c[0]['Dhcp4']['subnet4'].append(copy.deepcopy(NEW_SUBNET))
        for k in SHARED:
            if len(c) > 1 and k in c[0]['Dhcp4']:
                c[1]['Dhcp4'][k] = c[0]['Dhcp4'][k]
        return c

    def state(self, i, t=10):
        if self.mode == 'standalone':
            return ('standalone', []) if self.q(i, 'status-get', t=t, quiet=True)['result'] == 0 else ('?', [])
        h = self.q(i, 'status-get', t=t, quiet=True)['arguments']['high-availability'][0]['ha-servers']['local']
        return h['state'], h['scopes']

    def kill(self, name):
        """Kill a daemon for good, and wait until its partner serves alone."""
        p = self.procs[self.daemons[name]]
        p.kill()
        p.wait(5)
        self.killed = int(name[1]) - 1
        self.note(f'{name} killed')
        self.wait_normal()

    def normal(self):
        want = NORMAL.get(self.mode, 'standalone')
        try:
            if self.killed is not None:
                return self.state(1 - self.killed)[0] == 'partner-down'
            return all(self.state(i)[0] == want for i in range(len(self.names)))
        except (OSError, ValueError, KeyError):
            return False

    def wait_normal(self, limit=SETTLE_MAX):
        t0 = time.monotonic()
        while time.monotonic() - t0 < limit:
            if self.normal():
                self.note(f'both normal after {time.monotonic() - t0:.2f} s')
                return True
            time.sleep(0.05)
        self.note(f'NOT both normal after {limit} s')
        return False

    def watch(self, stop):
        """Thread per server: record every change of state or scopes."""
        def one(i):
            last = None
            while not stop.is_set():
                try:
                    s = self.state(i, 5)
                except (OSError, ValueError, KeyError):
                    s = ('unreachable', [])
                if s != last:
                    self.states.append([round(time.monotonic() - self.t0, 2), f's{i + 1}', *s])
                    last = s
                stop.wait(0.1)
        for i in range(len(self.names)):
            threading.Thread(target=one, args=(i,), daemon=True).start()


# ------------------------------------------------------------------ replicators
REPLICATORS = {}


def replicator(name):
    def deco(f):
        REPLICATORS[name] = f
        return f
    return deco


@replicator('none')
def r_none(lab):
    """control: nothing happens"""


@replicator('naive')
def r_naive(lab):
    """config-get s1, add a subnet, config-set s1 and at once s2"""
    c = lab.targets()
    for i in range(len(c)):
        lab.set(i, c[i])


@replicator('naive-rev')
def r_naive_rev(lab):
    """as naive, but s2 first"""
    c = lab.targets()
    for i in reversed(range(len(c))):
        lab.set(i, c[i])


def _rolling(lab, order):
    c = lab.targets()
    for i in order:
        lab.set(i, c[i])
        lab.wait_normal()


@replicator('rolling')
def r_rolling(lab):
    """config-set s2, wait until both are normal, config-set s1, wait"""
    _rolling(lab, (1, 0))


@replicator('rolling-s1')
def r_rolling_s1(lab):
    """rolling, s1 first"""
    _rolling(lab, (0, 1))


@replicator('only-s2')
def r_only_s2(lab):
    """config-set s2 only, wait (what one restart of the standby/secondary costs)"""
    _rolling(lab, (1,))


@replicator('only-s1')
def r_only_s1(lab):
    """config-set s1 only, wait (what one restart of the primary costs)"""
    _rolling(lab, (0,))


def _handover(lab, i, other, conf, overlap=False):
    """Give all of server i's scopes to the other server, config-set i, give them back."""
    lb = lab.mode == 'load-balancing'
    both = ('server1', 'server2') if lb else ('server1',)
    own = {0: ('server1',), 1: ('server2',) if lb else ()}
    if lb or i == 0:                      # the hot-standby standby serves nothing: nothing to hand over
        steps = [(i, ()), (other, both)]
        for s, sc in reversed(steps) if overlap else steps:
            lab.scopes(s, *sc)
    lab.set(i, conf)
    lab.wait_normal()
    if lb or i == 0:
        lab.scopes(other, *own[other])


@replicator('scopes')
def r_scopes(lab):
    """rolling, each server's scopes handed to its partner with ha-scopes first (off, then on)"""
    c = lab.targets()
    for i in (1, 0):
        _handover(lab, i, 1 - i, c[i])


@replicator('scopes-overlap')
def r_scopes_overlap(lab):
    """as scopes, but partner on before self off (both answer for a moment)"""
    c = lab.targets()
    for i in (1, 0):
        _handover(lab, i, 1 - i, c[i], overlap=True)


@replicator('scopes-hold')
def r_scopes_hold(lab):
    """as scopes, and give the scopes again whenever the partner's state machine drops them (load-balancing does)"""
    lb = lab.mode == 'load-balancing'
    both = ('server1', 'server2') if lb else ('server1',)
    c = lab.targets()
    for i in (1, 0):
        other, own = 1 - i, {0: ('server1',), 1: ('server2',) if lb else ()}
        if not lb and i == 1:             # a hot-standby standby serves nothing
            lab.set(i, c[i])
            lab.wait_normal()
            continue
        lab.scopes(i)
        lab.scopes(other, *both)
        lab.set(i, c[i])
        end = time.monotonic() + SETTLE_MAX
        while time.monotonic() < end:
            if lab.state(i)[0] == NORMAL[lab.mode]:
                break
            st, sc = lab.state(other)
            if set(sc) != set(both):
                lab.note(f's{other + 1} dropped the scopes in state {st}')
                lab.scopes(other, *both)
            time.sleep(0.03)
        lab.scopes(other, *own[other])
        lab.wait_normal()


@replicator('maint')
def r_maint(lab):
    """ha-maintenance-start on the partner, config-set, wait 25 s, else ha-maintenance-cancel on the partner"""
    c = lab.targets()
    for i in (1, 0):
        lab.q(1 - i, 'ha-maintenance-start')
        lab.set(i, c[i])
        if not lab.wait_normal(25):
            lab.q(1 - i, 'ha-maintenance-cancel')
            lab.wait_normal(60)


@replicator('maint-cancel')
def r_maint_cancel(lab):
    """ha-maintenance-start on the partner, config-set, wait until self is 'ready', ha-maintenance-cancel on the partner"""
    c = lab.targets()
    for i in (1, 0):
        lab.q(1 - i, 'ha-maintenance-start')
        lab.set(i, c[i])
        for _ in range(400):
            if lab.state(i)[0] in ('ready', NORMAL[lab.mode]):
                break
            time.sleep(0.05)
        lab.note(f's{i + 1} is {lab.state(i)}, partner {lab.state(1 - i)}')
        lab.q(1 - i, 'ha-maintenance-cancel')
        lab.wait_normal(90)


@replicator('delta')
def r_delta(lab):
    """subnet4-add on both (3.0: libdhcp_subnet_cmds)"""
    for i in range(len(lab.names)):
        r = lab.q(i, 'subnet4-add', {'subnet4': [copy.deepcopy(NEW_SUBNET)]})
        if r['result']:
            raise RuntimeError(f'subnet4-add: {r}')


@replicator('get1')
def r_get1(lab):
    """config-get s1 only"""
    lab.get(0)


@replicator('test1')
def r_test1(lab):
    """config-get and config-test on s1 only"""
    c = lab.targets()
    time.sleep(3)
    lab.q(0, 'config-test', c[0])


@replicator('set1')
def r_set1(lab):
    """config-get and config-set on s1 only, no waiting"""
    c = lab.targets()
    time.sleep(3)
    lab.set(0, c[0])


def r_cmd(lab, cmd):
    new = f'{tempfile.gettempdir()}/{lab.net.p}-new-subnet.json'
    with open(new, 'w') as f:
        json.dump(NEW_SUBNET, f)
    for k, v in {'s1': lab.url[0], 's2': lab.url[-1], 'new': new, 'ver': lab.ver, 'mode': lab.mode}.items():
        cmd = cmd.replace('{%s}' % k, v)
    if lab.a.source_change == 'config-set':
        lab.set(0, lab.targets()[0])
    elif lab.a.source_change == 'delta':
        lab.q(0, 'subnet4-add', {'subnet4': [copy.deepcopy(NEW_SUBNET)]})
    t = time.monotonic()
    p = subprocess.Popen(cmd, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                         start_new_session=True)
    try:
        out, _ = p.communicate(timeout=lab.a.cmd_timeout)
    except subprocess.TimeoutExpired:
        os.killpg(p.pid, signal.SIGKILL)
        out, _ = p.communicate()
        lab.note('command timed out')
    lab.note(f'command rc {p.returncode} in {time.monotonic() - t:.2f} s: {out[-1500:]!r}')
    os.unlink(new)


# ---------------------------------------------------------- client (in -cl, own process)
def client(o):
    """Relay-style load.  Runs until 'stop' or EOF on stdin or o['max'] s; prints one JSON object."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    sock.bind((o['ip'], 67))
    sock.setblocking(False)
    giaddr = socket.inet_aton(o['ip'])
    rnd = random.Random(o['seed'])
    cl = {}                      # xid -> record
    due = collections.deque()    # retries: deques sorted by time, one per back-off step
    due = [collections.deque() for _ in o['retry']]
    doubled, addr, dup, dead = set(), {}, set(), []

    def packet(c, mtype, opts=b''):
        p = struct.pack('!4BIHH4s4s4s4s16s192x', 1, 1, 6, 1, c['xid'], c['secs'], 0, bytes(4), bytes(4), bytes(4),
                        giaddr, c['mac'])
        p += b'\x63\x82\x53\x63' + bytes((53, 1, mtype)) + opts + bytes((55, 3, 1, 3, 6, 255))
        for s in o['servers']:
            try:
                sock.sendto(p, (s, 67))
            except OSError as e:
                dead.append(str(e))

    def receive(now):
        while True:
            try:
                d, src = sock.recvfrom(2048)
            except (BlockingIOError, ConnectionError):
                return
            if len(d) < 243 or d[0] != 2:
                continue
            c = cl.get(struct.unpack('!I', d[4:8])[0])
            opt, k = {}, 240
            while k < len(d) and d[k] != 255:
                if d[k] == 0:
                    k += 1
                    continue
                opt[d[k]] = d[k + 2:k + 2 + d[k + 1]]
                k += 2 + d[k + 1]
            mt = opt.get(53, b'\0')[0]
            if not c:
                continue
            if mt == 2 and c['state'] == 'D':
                c['state'] = 'R'
                packet(c, 3, bytes((54, 4)) + opt[54] + bytes((50, 4)) + d[16:20])
            elif mt == 5:
                if c['done'] is None:
                    c['done'], c['srv'] = now, src[0]
                    if addr.setdefault(d[16:20], c['mac']) != c['mac']:
                        dup.add(d[16:20])
                elif src[0] != c['srv']:
                    doubled.add(c['xid'])
            elif mt == 6:
                c['nak'] += 1

    t0 = time.monotonic()
    step, n, stopping, nxt = 1.0 / o['rate'], 0, None, t0
    while True:
        now = time.monotonic()
        if stopping is None and now - t0 > o['max']:
            stopping = now
        if stopping and (now > stopping + o['timeout'] + 0.2):
            break
        while stopping is None and nxt <= now:          # new clients
            xid = rnd.getrandbits(32)
            cl[xid] = c = {'xid': xid, 'secs': 0, 'state': 'D', 't': now, 'done': None, 'srv': None, 'tries': 1, 'nak': 0,
                           'mac': b'\x02' + rnd.getrandbits(40).to_bytes(5, 'big')}
            packet(c, 1)
            if due:
                due[0].append((now + o['retry'][0], xid))
            n, nxt = n + 1, t0 + (n + 1) * step
        for j, q in enumerate(due):                     # retries (new DISCOVER, 'secs' set)
            while q and q[0][0] <= now:
                c = cl[q.popleft()[1]]
                if c['done'] is None:
                    c.update(state='D', tries=c['tries'] + 1, secs=int(now - c['t']))
                    packet(c, 1)
                    if j + 1 < len(due):
                        due[j + 1].append((now + o['retry'][j + 1], c['xid']))
        wait = max(0.0, min(nxt - time.monotonic(), 0.02)) if stopping is None else 0.02
        r, _, _ = select.select([sock] + ([sys.stdin] if stopping is None else []), [], [], wait)
        if sock in r:
            receive(time.monotonic())
        if sys.stdin in r:
            sys.stdin.readline()
            stopping = time.monotonic()
    json.dump({'t0': t0, 'end': (stopping or now) - t0, 'doubled': len(doubled), 'dup_addr': len(dup),
               'naks': sum(c['nak'] for c in cl.values()), 'senderr': dead[:3],
               'ex': [[round(c['t'] - t0, 4), None if c['done'] is None else round(c['done'] - t0, 4),
                       c['srv'], c['tries']] for c in cl.values()]}, sys.stdout)


def summarise(w, timeout):
    """Numbers from the client's record."""
    ok = [e for e in w['ex'] if e[1] is not None and e[1] - e[0] <= timeout and e[3] == 1]
    okset = {id(e) for e in ok}
    lost = [e for e in w['ex'] if id(e) not in okset]
    done = sorted(e[1] for e in w['ex'] if e[1] is not None and e[1] <= w['end'])
    edges = [0.0] + done + [w['end']]
    gap, gap_at = max(((b - a, a) for a, b in zip(edges, edges[1:])), default=(0, 0))
    secs = []
    for s in range(int(w['end']) + 1):
        e = [x for x in w['ex'] if s <= x[0] < s + 1]
        good = [x for x in e if id(x) in okset]
        by = collections.Counter(x[2].rsplit('.', 1)[1] for x in good)
        secs.append({'s': s, 'sent': len(e), 'completed': len(good), 'lost': len(e) - len(good),
                     'by_s1': by.get('1', 0), 'by_s2': by.get('2', 0)})
    recovered = [e for e in lost if e[1] is not None]
    lat = sorted(e[1] - e[0] for e in ok)
    return {'sent': len(w['ex']), 'completed': len(ok), 'lost': len(lost), 'longest_gap_s': round(gap, 2),
            'gap_at_s': round(gap_at, 2), 'recovered': len(recovered), 'unserved': len(lost) - len(recovered),
            'max_client_wait_s': round(max((e[1] - e[0] for e in w['ex'] if e[1] is not None), default=0), 2),
            'slow_1s': sum(x > 1 for x in lat), 'p99_ms': round(1000 * lat[int(len(lat) * .99)], 1) if lat else None,
            'doubled': w['doubled'], 'dup_addr': w['dup_addr'], 'naks': w['naks']}, secs


def gap_after(w, since):
    """Longest time between two successes from the replicator's start on."""
    done = [since] + sorted(e[1] for e in w['ex'] if e[1] is not None and since <= e[1] <= w['end']) + [w['end']]
    return round(max(b - a for a, b in zip(done, done[1:])), 2)


# ------------------------------------------------------------------------- run
def run(a):
    lab = Lab(a)
    load, stop = None, threading.Event()
    err = None
    try:
        lab.net.up()
        lab.start()
        lab.t0 = time.monotonic()
        if not lab.wait_normal():
            raise RuntimeError(f'servers never got to the normal state; see {lab.hostdir}')
        time.sleep(1)
        o = {'ip': lab.net.ip['cl'], 'servers': [lab.net.ip[n] for n in lab.names], 'rate': a.rate, 'seed': 7,
             'timeout': a.timeout, 'retry': [4, 8], 'max': a.max_duration}
        load = subprocess.Popen(['ip', 'netns', 'exec', lab.net.ns('cl'), sys.executable, os.path.abspath(__file__),
                                 '--client', json.dumps(o)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        lab.t0 = t0 = time.monotonic()
        lab.watch(stop)
        time.sleep(a.at)
        if a.kill:
            lab.kill(a.kill)
            time.sleep(2)
        lab.note(f'replicator {a.replicator} starts')
        tr = time.monotonic()
        try:
            if a.replicator.startswith('cmd:'):
                r_cmd(lab, a.replicator[4:])
            else:
                REPLICATORS[a.replicator](lab)
        except (RuntimeError, OSError, ValueError, KeyError) as e:
            err = repr(e)[:300]
            lab.note(f'replicator failed: {err}')
        wall = time.monotonic() - tr
        lab.note(f'replicator done in {wall:.2f} s')
        left = a.max_duration - (time.monotonic() - t0) - a.tail
        lab.wait_normal(max(1.0, left))
        normal_after = time.monotonic() - tr
        time.sleep(max(a.tail, a.duration - (time.monotonic() - t0)))
        load.stdin.write('stop\n')
        load.stdin.flush()
        out, _ = load.communicate(timeout=a.timeout + 30)
        stop.set()
        w = json.loads(out)
        shift = t0 - w['t0']                      # the client's clock starts a little later
        res, secs = summarise(w, a.timeout)
        alive = [i for i in range(len(lab.names)) if i != lab.killed]
        after = [lab.state(i)[0] for i in alive]
        applied = []
        for i in alive:
            applied.append(any(s['id'] == NEW_SUBNET['id'] for s in lab.get(i)['Dhcp4']['subnet4']))
        result = {'version': a.version, 'mode': a.mode, 'timers': a.timers, 'replicator': a.replicator,
                  'sent': res.pop('sent'), 'completed': res.pop('completed'), 'lost': res.pop('lost'),
                  'longest_gap_s': res.pop('longest_gap_s'), 'replicate_wall_s': round(wall, 2),
                  'normal_after_s': round(normal_after, 2), 'states_after': after, 'applied': applied, **res,
                  'rate': a.rate, 'socket': a.socket, 'subnets': a.subnets, 'leases': a.leases,
                  'killed': a.kill, 'gap_after_replicator_s': gap_after(w, tr - t0 + shift),
                  'ha': {k: lab.effective(k) for k in a.ha} if lab.killed != 0 else a.ha, 'error': err}
        if result['ha'] != a.ha:
            result['error'] = f"HA overrides asked for {a.ha}, server1 runs {result['ha']}; {err}"
        with open(a.out, 'w') as f:
            json.dump({'result': result, 'replicator_at_s': a.at, 'client_clock_shift_s': round(shift, 3),
                       'notes': lab.notes, 'states': sorted(lab.states), 'per_second': secs}, f, indent=1)
        for s in sorted(lab.states):
            log('  state', *s)
        log('  second:sent/lost(s1+s2)', ' '.join(f"{s['s']}:{s['sent']}/{s['lost']}({s['by_s1']}+{s['by_s2']})"
                                                  for s in secs if s['lost'] or s['s'] in (1, int(w['end']) - 1)))
        print(json.dumps(result), flush=True)
        return 0
    finally:
        stop.set()
        if load and load.poll() is None:
            load.kill()
            load.wait(5)
        lab.stop()
        lab.net.down()


def main():
    if sys.argv[1:2] == ['--client']:
        return client(json.loads(sys.argv[2]))
    if '--list' in sys.argv:
        for k, f in REPLICATORS.items():
            print(f'{k:15} {f.__doc__}')
        print(f"{'cmd:COMMAND':15} any shell command, with {{s1}} {{s2}} {{new}} {{ver}} {{mode}} replaced")
        return 0
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('version', choices=sorted(ROOT))
    p.add_argument('mode', choices=[*NORMAL, 'standalone'])
    p.add_argument('--timers', choices=sorted(TIMERS), default='fast')
    p.add_argument('--replicator', default='none', help='a name from --list, or cmd:SHELL COMMAND')
    p.add_argument('--source-change', choices=['none', 'config-set', 'delta'], default='none',
                   help='with cmd: how server1 gets the new subnet before the command runs')
    p.add_argument('--kill', choices=['s1', 's2'], help='this daemon is killed before the replicator starts')
    p.add_argument('--rate', type=float, default=100, help='new clients per second')
    p.add_argument('--at', type=float, default=8, help='replicator starts this many s into the load')
    p.add_argument('--duration', type=float, default=30, help='shortest load, s')
    p.add_argument('--tail', type=float, default=6, help='load after both servers are normal again, s')
    p.add_argument('--max-duration', type=float, default=240, help='longest load, s')
    p.add_argument('--timeout', type=float, default=4, help='an exchange not ACKed in this time is lost, s')
    p.add_argument('--cmd-timeout', type=float, default=180)
    p.add_argument('--socket', choices=['raw', 'udp'], default='raw', help="Kea's dhcp-socket-type")
    p.add_argument('--subnets', type=int, default=0, help='further subnets in the config (at most 10000)')
    p.add_argument('--reservations', type=int, default=5, help='reservations in each of them')
    p.add_argument('--leases', type=int, default=0, help='leases already in both lease files')
    p.add_argument('--ha', action='append', default=[], metavar='KEY=JSON',
                   help='set an HA parameter, e.g. delayed-updates-limit=0 (no communication-recovery; Kea default 100)')
    p.add_argument('--slot', type=int, default=0, help='0-99; runs in different slots do not meet')
    p.add_argument('--out', help='details file (default: results/... beside this script)')
    p.add_argument('--keep-logs', action='store_true', help="copy the servers' logs beside --out")
    a = p.parse_args()
    a.ha = {k: json.loads(v) for k, v in (x.split('=', 1) for x in a.ha)}
    if not (a.replicator in REPLICATORS or a.replicator.startswith('cmd:')):
        p.error('unknown replicator; see --list')
    if os.geteuid():
        p.error('needs root')
    if not a.out:
        d = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'results')
        os.makedirs(d, exist_ok=True)
        tag = a.replicator.split(':')[0] + (f'-n{a.subnets}' if a.subnets else '') + (f'-l{a.leases}' if a.leases else '')
        a.out = f'{d}/{a.version}-{a.mode}-{a.timers}-{tag}-{a.slot}-{int(time.time())}.json'
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))      # so that the finally clauses run
    return run(a)


if __name__ == '__main__':
    sys.exit(main())
