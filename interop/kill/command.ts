/** `npm run kill`: kills a server under all kinds of writes, as often as one likes. */
import { randomInt } from 'node:crypto'
import { messageOf, parseOptions, type Terminal } from '../support/run-command.ts'
import { type KillReport, runKills } from './run.ts'

const HELP = `npm run kill -- [options]

Starts the real server, has three people write everything that can be written to it, as fast as they can, and ends it
with SIGKILL at random moments, at times once more while it starts, at times while its disk is full. After each kill everything
that it had acknowledged must be there, once; what it had not acknowledged must be there wholly or not at all. In the end a
device that was there all the time and one that was away all the time must show what the server has and be at its pts,
every pts must belong to one change, and chappe-server doctor must find nothing. Bots are among those who write, over MTProto and over
HTTP; each is told of all that was acknowledged, in order and once, by polling never again after it was confirmed. Their files come back
byte for byte, and their buttons stand as they were stored last.

  --kills N      how often the server is killed (default 100)
  --seed S       determines what each person writes and the moments of the kills (default: another one each time);
                 how the writes of different people mingle is up to the machine
  --seeds N      so many runs, with seeds that follow one another; stops at the first that fails (default 1)
  --help         shows this

Exit code: 0 when nothing was lost, 1 when something was, 2 for arguments that make no sense.
`

const OPTIONS = {
  kills: { type: 'string', default: '100' },
  seed: { type: 'string' },
  seeds: { type: 'string', default: '1' },
  help: { type: 'boolean', default: false },
} as const

/** Runs the command and gives its exit code. */
export async function kill(args: readonly string[], out: Terminal, err: Terminal): Promise<number> {
  const options = parseOptions(args, OPTIONS, HELP, err)
  if (options === undefined) return 2
  if (options.help) {
    out.write(HELP)
    return 0
  }
  const [kills, seeds, first] = [options.kills, options.seeds, options.seed ?? String(randomInt(2 ** 31))].map(natural)
  if (kills === undefined || seeds === undefined || first === undefined) {
    err.write(`kills and seeds are whole numbers\n\n${HELP}`)
    return 2
  }
  for (let seed = first; seed < first + seeds; seed++) {
    if (!(await one(kills, seed, out, err))) return 1
  }
  return 0
}

async function one(kills: number, seed: number, out: Terminal, err: Terminal): Promise<boolean> {
  const started = performance.now()
  const clear = (): void => {
    if (err.isTTY) err.write('\r\x1b[K')
  }
  try {
    const report = await runKills({
      ...{ kills, seed },
      onKill({ kill, acknowledged }) {
        clear()
        const progress = `seed ${seed}: ${kill} of ${kills} kills, ${acknowledged} writes acknowledged`
        if (err.isTTY) err.write(progress)
        else if (kill % 10 === 0) err.write(`${progress}\n`)
      },
    })
    clear()
    out.write(describe(report, kills, seed, performance.now() - started))
    return true
  } catch (error) {
    clear()
    out.write(`${messageOf(error)}\n\nTo replay it: npm run kill -- --kills ${kills} --seed ${seed}\n`)
    return false
  }
}

function describe(
  { acknowledged, refused, unanswered, overHttp, underWay, fullDisks, heard }: KillReport,
  kills: number,
  seed: number,
  ms: number,
): string {
  const kinds = [...acknowledged].sort(([, a], [, b]) => b - a)
  const total = kinds.reduce((sum, [, times]) => sum + times, 0)
  const list = kinds.map(([kind, times]) => `${kind} ${times}`).join(', ')
  return `seed ${seed}: ${kills} kills in ${(ms / 1000).toFixed(1)} s, ${underWay} writes under way at them, ${fullDisks} full disks; ${total} acknowledged,
none lost, doubled or halved (${refused} refused for what others had just done, ${unanswered} of bots never answered);
${heard} changes pushed, each in its place, ${overHttp} updates told to bots over HTTP
  ${list}
`
}

function natural(text: string): number | undefined {
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined
}
