/** What the tests of the key exchange share: keys, a clock and a random source that repeat, and a line between two ends. */
import { concat, parsePrivateKey, type RandomBytes, type RsaPrivateKey, sha256 } from '@chappe/crypto'
import { type ClientKeyExchangeOptions, createClientKeyExchange } from './client-key-exchange.ts'
import type { ClientKeyExchangeResult } from './client-steps.ts'
import { createKeyExchangeServer, type KeyExchangeServerOptions } from './key-exchange-server.ts'
import type { ServerKeyExchange, ServerKeyExchangeEvent, StoreOutcome } from './server-key-exchange.ts'

/** Made for these tests and used nowhere else. */
export const SERVER_KEY: RsaPrivateKey = parsePrivateKey(`
-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEA1iHlJjl+LSl75KT+jn+nbGCt8WdYhQq1n201kLMszLxKd3/d
66SUkOk2U8jwTjvMnZDi5aTwH4o+f7eDi0Ej/cCyT4Y1sCTaV7fS/sTTtnb1k2ax
fl/GfW7rvLd66NlCU1L1bSrnhUf2DjumZwJCTuIbWx2h/XwRe5EkTHmboD+fbybc
ympazj81izklUNSl1FqpMBjIT2q3TYi7Dd32w13jjiN7O890oFmYNGQdW8MBSwG6
mq7jjVXa2vlVyVKy6OgvWxh5TW2es/nQBTED3IG+5ZW6OTecEfh4Eam/Bz3VytwW
Gr/XuME4D9+S4bGqayy+JVScQ5ZRyk4+CUTznwIDAQABAoIBAFwadjLr1c7dIhIl
uexXEg92wjqshhGrmpV5ZunXd7SUZL9ju3Oo9dIizaBaNKqh5A/+CupV+IbIcruC
ls0l9rIl2UyFYMBkCZpjUhkNVjcMkfKV4FCIJ5s6Q6GHlhFjqbinXTNYmf7lBfv3
QkraWOUPMk8NvuiGHgr1UhSm1f6ltZXKyuLFjwQwkbRPcXokKJ3xdZYuf2mpiRDz
WXyzl7Nn0cuTFHhN8vIHp2IF3jPSxPElzA0leAvXMP03YCUeU3XWA0wTIkAZ+sxs
lhkPQbuaKaGq4JaojglrWFZlYMRGSCbe+Mv3inKO6YQGgXKV+J5NXebwCx82UODb
0NBK0xECgYEA8EGCVbhP38MPBIU4EcTdkyrUpE9M400X0hWsimAso/q41e1SvNQB
EApvQ4npDg0PQdEYSiBmOctXkJNEYXE02B6ObYm28fgmuYgU0y6g3FsTUEsZ4rSD
6XVsULphPp7nB0XfAVRtR33KUC7/OvU88HrDcPQsnJaj8PajMhul6XkCgYEA5Cok
kkgEQDvcLdGaLyri9/F+gPjFYLB44tD2WaLGolaVscq6WSbXkCHBvdMAFZqPhhTf
cqYPsVjfROQbKgL//5G7XU1sCslYoeRBc4mMXDBhInAfbPWoNAYgTaY5Acldshxp
0VFEa25TlRdt1sF/E9NsUubMBSrnbNAaFKeUF9cCgYA89/LSO/aRCxfphsEGyVWN
PiY+GB2j5PFxj6x8ZRGO/1Yee54uawJmBq/bjMjGlwvTIPOwA+7NJcvv1V9Z9vd5
DLAKHhN97gItvNnECaYqpTYOfzBvdm2vNewpxFJfKMXp85I27SzaIpLPrE16sbco
M48bP+t+RUAPKxeY5KlCyQKBgC6HnZ+rShqjWnqJlSzrTRANUqQQl4fpVS3EOYj8
FhADIlH4qtoFfs5o4+7HOewt8fkBBrSFwwuCuT1+Wz/NDtHasWAMquzkNMwHFYXv
Vg1y3Ew+m1oIGv5JBYtwS43et9nby4ShUxepjygHeCHkofq0EhIx+QdQwZNCOR9f
MWdPAoGBAK4cQ87BgiZ897+CEl6xxNHr9DqmGXsBd0BesoJUG9qUOho88U7IXG+2
l+9EuAU0CznLiZZNNumS4/njck2gGf66MGRHktOPZt+7zo8Gq3KlZDCNQW5H4lAn
k7gH3Tsoz5BdnVzj26BvN5VqXxhzb4DGyfuVyS5YBTe4nlkuFncT
-----END RSA PRIVATE KEY-----
`)
export const OTHER_KEY: RsaPrivateKey = parsePrivateKey(`
-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEAzt37X6dLsN3TEKN9mKoS74wJlvE1n6qyZSaO494nILlyR3tN
MUgIVELv3seEySqsWzNtDxXhQlb4ZNR9MgVY6LPjXsID5vgYP9ArGFYy3Mdw4p25
kcXDN47uILj8TKTR71qCH6cTHVMkXr018AHxU+QEwDznr+eFD01NHRBKIdduqFtT
0o0noE45Km+q1rJkRpsNg1qa5gbqE07gcEsSsX0o/14XpQGqt/65D5m5Eufi2/yh
3NZv/63ozhxrJBHdEyWeLgrW9EId4y5oSmkpXACBpJgNbE0NP/IRW4dUNu1lPQrF
Ls/OMHiEbLPHXlbTzOpH9+AIQyBxA6jwWpBxqQIDAQABAoIBABEyhpKD5ai5NDH6
qXcO0n6sGWL9P/w7VFPQ4gmi/wU7LXswTrFFX/3jR64xT4JqxAPb8VnS85RQhxtY
x+Sn6aWEyObogasKnnd1npOKHPXaNbH9Mz9hXbKJdRXu0virLhG0KEOp386tCgW/
PJPskWusNdHmbktjF553Sm0bXNJVwFcwxNE9+h5icZEGTiFQmVZhB8ivylnDvhAI
8NuVAMpZ/hy2To3IRWcdYmYfArKp5uZa+mNUvEYEmI5e3AMJ6p3m65kZY0/uH9sG
rbgJ/f7D4LJXCAI2WkuB47kav5ptDM/CUx8RnzHSlbWjtYYMnhSWKBGz2lqHH4TQ
uybhx+ECgYEA/jx9PFYKQiNReK4L3n1PJsXazNdPMLi2fg7xT1v3vBj2zoPALJL7
58XHnRH7nsxiopsHIA5OfP2cM3qDOastf/kCshjjj0wCK8BkyX7DRy3L85Xt0AWZ
emvwuJTADcm0UW0xbpov9zOcD4fESPyTqd1smel+0jwxE5f1ogRbQ9ECgYEA0E1e
EuGOVSwkbGc0WGPU5WD4WR5urJpkMzg0URHLdMrJyEV9sh4GOQH9VmVe0aLhsi++
ahlIT7nkAmlGgCtgr3rVx8WmsNvzacVZ6Fgkg24CNaPT+9GOxSuO08dI7XKPgvhP
hH4PFQyWv8IoJCpVehw2Q2OncWzLHKCz0AplflkCgYEAgNWwdTH40tlJAQnaE+6W
fMSJA4Mcq0j/mdQCrz+gxB42fCLB8RSvOR298TfatfdHCLXdH36AgdCXJnMwKro3
PYG3vv7j2osfEoLV0FI/rUNk9lSFBgTAaQxoGXGv/Yy4pwbZpP3XzsLFlA0uB/qO
7ea6kSiFTw6XpCE+pdLlWPECgYA/ZJxRsLVpdGKtXwdOMyuylz1dmeZivyXpdJxv
Y7QAmkqomYV0dLC+Hr3j0jv2HtUDLoaLsaARK2iZ10IudYUaQo7XGm7tejLtKLOB
A3oxSYSAoJg+FfuWQ/hWuVqXcPr+B+XjU53xcQBb4ZHn175lyDo3bheibFKwJrQy
h0d2GQKBgQCrYiaSlbf/rVp+BI0c7C7r9oaNy0jUt64zeDTTVpZAmj4VI2C/TW9+
JOYxteiRU8rpD8ax+URoMhbEoT4mMy0tRsiToZqMuM90EfLne2tcN33i1Y7qeq/I
JM2I+NY4l7N+2F/fS3b1JjplVUO+hUgEPvdF1BphSLIpDbHsctv7JA==
-----END RSA PRIVATE KEY-----
`)

/** The same bytes on every run. */
export function seededRandom(seed: number): RandomBytes {
  let counter = 0
  return (length) => {
    const blocks: Uint8Array[] = []
    for (let filled = 0; filled < length; filled += 32) {
      blocks.push(sha256(Uint8Array.from([seed, seed >> 8, counter, counter >> 8, counter >> 16])))
      counter++
    }
    return concat(...blocks).slice(0, length)
  }
}

export interface Clock {
  ms: number
  readonly now: () => number
}

export function createClock(ms = 1_700_000_000_250): Clock {
  const clock: Clock = { ms, now: () => clock.ms }
  return clock
}

export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const out = bytes.slice()
  out[bit >> 3] = (out[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return out
}

export interface ServerEnd {
  readonly exchange: ServerKeyExchange
  readonly events: ServerKeyExchangeEvent[]
  /** Gives the packet to the server and returns what it sent in answer. */
  ask(packet: Uint8Array): Uint8Array | undefined
}

/** One connection of a server that stores keys in a list. */
export function openServer(
  options: Partial<KeyExchangeServerOptions> & { store?: () => StoreOutcome } = {},
): ServerEnd {
  const { store = (): StoreOutcome => 'stored', ...rest } = options
  const server = createKeyExchangeServer({
    keys: () => [SERVER_KEY],
    dcIds: [2],
    now: createClock().now,
    random: seededRandom(2),
    isKnownKey: () => false,
    ...rest,
  })
  const events: ServerKeyExchangeEvent[] = []
  const exchange = server.open((event) => {
    events.push(event)
    if (event.type === 'store') exchange.stored(store())
  })
  return {
    exchange,
    events,
    ask(packet) {
      const before = events.length
      exchange.receive(packet)
      const sent = events.slice(before).filter((event) => event.type === 'send')
      return sent[0]?.packet
    },
  }
}

export function clientOptions(options: Partial<ClientKeyExchangeOptions> = {}): ClientKeyExchangeOptions {
  return {
    publicKeys: [SERVER_KEY.publicKey],
    dc: { id: 2 },
    now: createClock().now,
    random: seededRandom(1),
    ...options,
  }
}

export interface Transcript {
  readonly result: ClientKeyExchangeResult
  /** Packets in turn: the client's, the server's answer, and so on. */
  readonly packets: readonly Uint8Array[]
}

/** A whole exchange in memory. */
export function runExchange(server: ServerEnd, options: Partial<ClientKeyExchangeOptions> = {}): Transcript {
  const client = createClientKeyExchange(clientOptions(options))
  const packets = [client.start()]
  for (;;) {
    const query = packets.at(-1)
    const answer = query === undefined ? undefined : server.ask(query)
    if (answer === undefined) throw new Error('the server does not answer')
    packets.push(answer)
    const output = client.receive(answer)
    if (output.type === 'done') return { result: output.result, packets }
    packets.push(output.packet)
  }
}
