import { randomBytes } from 'node:crypto'
import { type api, decode, encode } from '@chappe/tl-codec/api'
import type { ServerHandle } from './server-handle.ts'
import { watchStolenTime } from './stolen-time.ts'
import { find, type User } from './user.ts'

/** Two users who write to each other. */
export interface Correspondence {
  readonly sender: User
  readonly peer: api.inputPeerUser
}

/** Pairs users up; each writes to the other. */
export async function introducePairs(users: readonly User[]): Promise<Correspondence[]> {
  const pairs: Correspondence[] = []
  for (let i = 0; i + 1 < users.length; i += 2) {
    const [a, b] = [users[i], users[i + 1]]
    if (a === undefined || b === undefined) continue
    const [toB, toA] = await Promise.all([find(a, b.account), find(b, a.account)])
    pairs.push({ sender: a, peer: toB }, { sender: b, peer: toA })
  }
  return pairs
}

export interface SendingResult {
  /** Messages a second whose senders had the server's answer. */
  readonly acknowledged: number
  /** Messages a second that had arrived at their receivers. */
  readonly delivered: number
  /** Microseconds of server CPU for each message delivered. */
  readonly serverCpu: number
  /** How busy the server was, of one core. */
  readonly serverLoad: number
  /** Milliseconds from the call that sends to the update at the receiver. */
  readonly p50: number
  readonly p99: number
  /** The same of those that were sent far from any moment at which the host took time from this machine. */
  readonly undisturbed: { readonly share: number; readonly p99: number } | undefined
}

export interface SendingOptions {
  readonly server: ServerHandle
  readonly pairs: readonly Correspondence[]
  readonly warmUpMs: number
  readonly measureMs: number
  /** As many as this a second, spread evenly over time and senders; or as many unanswered for each sender. */
  readonly load: { readonly perSecond: number } | { readonly unansweredEach: number }
}

/** Messages are told apart by numbers that do not look like login codes, which the server would have to look up. */
const radix = 36
/** A pause of the host's is felt by what is sent so many ms before it, and by what has to wait after it. */
const disturbedMs = 250
const text = 'as long as such messages are, that is some sixty letters'

/** Sends private messages for a while and says what became of them. Fails if one is lost or refused. */
export async function measureSending(options: SendingOptions): Promise<SendingResult> {
  const { server, pairs, load } = options
  const sentAt: number[] = []
  const latencies: { readonly sentAt: number; readonly ms: number }[] = []
  let acknowledged = 0
  let delivered = 0
  let measuring = false
  let stopped = false
  let failure: unknown

  const send = async ({ sender, peer }: Correspondence): Promise<void> => {
    const number = sentAt.length
    const randomId = randomBytes(8).readBigInt64LE(0)
    const request = encode({ _: 'messages.sendMessage', peer, message: `${number.toString(radix)} ${text}`, randomId })
    sentAt.push(performance.now())
    try {
      await sender.endpoint.request(request)
      acknowledged++
    } catch (error) {
      failure ??= error
      stopped = true
    }
  }
  const receive = (body: Uint8Array): void => {
    const number = numberOf(decode('Updates', body))
    const at = number === undefined ? undefined : sentAt[number]
    if (at === undefined) return
    delivered++
    if (measuring) latencies.push({ sentAt: at, ms: performance.now() - at })
  }
  for (const { sender } of pairs) sender.onUpdate = receive

  const sending =
    'perSecond' in load
      ? sendAtRate(pairs, load.perSecond, send, () => stopped)
      : sendInTurn(pairs, load, send, () => stopped)
  await pause(options.warmUpMs)
  const stolen = watchStolenTime()
  const before = { acknowledged, delivered, cpu: (await server.usage()).cpuMicroseconds, at: performance.now() }
  measuring = true
  await pause(options.measureMs)
  measuring = false
  const seconds = (performance.now() - before.at) / 1000
  const messages = delivered - before.delivered
  const answered = acknowledged - before.acknowledged
  const cpu = (await server.usage()).cpuMicroseconds - before.cpu
  stopped = true
  await sending
  stolen?.stop()
  for (let waited = 0; delivered < sentAt.length && waited < 5000; waited += 50) await pause(50)
  if (failure !== undefined) throw new Error('a message was refused', { cause: failure })
  if (delivered !== sentAt.length)
    throw new Error(`${sentAt.length - delivered} of ${sentAt.length} messages were not delivered once`)
  const all = latencies.map(({ ms }) => ms)
  const calm = stolen && latencies.filter(({ sentAt }) => !stolen.near(sentAt, disturbedMs)).map(({ ms }) => ms)
  return {
    acknowledged: answered / seconds,
    delivered: messages / seconds,
    serverCpu: cpu / messages,
    serverLoad: cpu / 1e6 / seconds,
    p50: quantile(all, 0.5),
    p99: quantile(all, 0.99),
    undisturbed: calm && { share: calm.length / all.length, p99: quantile(calm, 0.99) },
  }
}

function quantile(values: readonly number[], part: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.floor(sorted.length * part)] ?? 0
}

type Send = (pair: Correspondence) => Promise<void>

/** Each sender sends the next one when an earlier one is answered. */
async function sendInTurn(
  pairs: readonly Correspondence[],
  { unansweredEach }: { readonly unansweredEach: number },
  send: Send,
  stopped: () => boolean,
): Promise<void> {
  const loops: Promise<void>[] = []
  for (const pair of pairs) {
    for (let i = 0; i < unansweredEach; i++) {
      loops.push(
        (async () => {
          while (!stopped()) await send(pair)
        })(),
      )
    }
  }
  await Promise.all(loops)
}

/** Sends on time, whatever the answers do; what a busy generator could not send in time still counts from when it sends. */
async function sendAtRate(
  pairs: readonly Correspondence[],
  perSecond: number,
  send: Send,
  stopped: () => boolean,
): Promise<void> {
  const begun = performance.now()
  let open = 0
  for (let sent = 0; !stopped(); await pause(1)) {
    const due = ((performance.now() - begun) / 1000) * perSecond
    for (; sent < due; sent++) {
      const pair = pairs[sent % pairs.length]
      if (pair === undefined) continue
      open++
      void send(pair).finally(() => open--)
    }
  }
  while (open > 0) await pause(1)
}

function numberOf(updates: api.Updates): number | undefined {
  if (updates._ === 'updateShortMessage') return Number.parseInt(updates.message, radix)
  if (updates._ !== 'updates') return undefined
  for (const update of updates.updates) {
    if (update._ === 'updateNewMessage' && update.message._ === 'message')
      return Number.parseInt(update.message.message, radix)
  }
  return undefined
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
