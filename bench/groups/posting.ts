/** Says something in the group. Resolves once the server has it. */
export type Poster = (text: string) => Promise<void>

export interface PostingResult {
  /** How many were answered in all, before and after it was measured too. */
  readonly all: number
  /** Posts a second that were answered. */
  readonly posts: number
  /** A second, each to one session. */
  readonly deliveries: number
  /** Microseconds of server CPU. */
  readonly cpuOfPost: number
  readonly cpuOfDelivery: number
  /** Milliseconds from the call that posts to the update at each receiver. */
  readonly p50: number
  readonly p99: number
}

export interface PostingOptions {
  /** Microseconds that the server has cost so far. */
  readonly cpu: () => Promise<number>
  readonly posters: readonly Poster[]
  /** Has each text given to `receive` that somebody is told, as often as there are people who are told. */
  readonly listen: (receive: (text: string) => void) => void
  readonly warmUpMs: number
  readonly measureMs: number
  /** As many as this a second; or as many unanswered for each poster. */
  readonly load: { readonly perSecond: number } | { readonly unansweredEach: number }
}

const radix = 36
const text = 'as long as such messages are, that is some sixty letters'
/** What was sent is waited for so long, in ms. */
const patienceMs = 15_000

/**
 * Has some members post for a while, and says what became of it. A member who is told to ask for what happened counts as not
 * told. Fails if a post is refused.
 */
export async function measurePosting(options: PostingOptions): Promise<PostingResult> {
  const { cpu: cpuNow, posters, listen, load } = options
  const sentAt: number[] = []
  const latencies: number[] = []
  let answered = 0
  let delivered = 0
  let open = 0
  let measuring = false
  let stopped = false
  let failure: unknown

  const post = async (poster: Poster): Promise<void> => {
    const number = sentAt.length
    sentAt.push(performance.now())
    open++
    try {
      await poster(`${number.toString(radix)} ${text}`)
      answered++
    } catch (error) {
      failure ??= error
      stopped = true
    } finally {
      open--
    }
  }
  listen((said) => {
    const at = sentAt[Number.parseInt(said, radix)]
    if (at === undefined) return
    delivered++
    if (measuring) latencies.push(performance.now() - at)
  })

  const posting = 'perSecond' in load ? atRate(load.perSecond) : inTurn(load.unansweredEach)
  await pause(options.warmUpMs)
  const before = { answered, delivered, cpu: await cpuNow(), at: performance.now() }
  measuring = true
  await pause(options.measureMs)
  measuring = false
  const cpu = (await cpuNow()) - before.cpu
  const seconds = (performance.now() - before.at) / 1000
  const [posts, deliveries] = [answered - before.answered, delivered - before.delivered]
  stopped = true
  await posting
  // The next measurement is not to pay for the rest of this one.
  for (let waited = 0, last = -1; waited < patienceMs && last !== delivered; waited += 500) {
    last = delivered
    await pause(500)
  }
  if (failure !== undefined) throw new Error('a post was refused', { cause: failure })
  latencies.sort((a, b) => a - b)
  const quantile = (part: number): number => latencies[Math.floor(latencies.length * part)] ?? Number.NaN
  return {
    all: answered,
    posts: posts / seconds,
    deliveries: deliveries / seconds,
    cpuOfPost: cpu / posts,
    cpuOfDelivery: cpu / deliveries,
    p50: quantile(0.5),
    p99: quantile(0.99),
  }

  async function inTurn(unansweredEach: number): Promise<void> {
    const loop = async (poster: Poster): Promise<void> => {
      while (!stopped) await post(poster)
    }
    await Promise.all(posters.flatMap((poster) => Array.from({ length: unansweredEach }, () => loop(poster))))
  }

  async function atRate(perSecond: number): Promise<void> {
    const begun = performance.now()
    for (let sent = 0; !stopped; await pause(1)) {
      const due = ((performance.now() - begun) / 1000) * perSecond
      for (; sent < due; sent++) {
        const poster = posters[sent % posters.length]
        if (poster !== undefined) void post(poster)
      }
    }
    while (open > 0) await pause(1)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
