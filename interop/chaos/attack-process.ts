import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { createSeededRandom, type SeededRandom } from '../../packages/transport/src/simulator/random.ts'
import { attacksWithAccount } from './attacks-with-account.ts'
import { attacksWithoutAccount } from './attacks-without-account.ts'
import type { Plan, Tries } from './plan.ts'
import { openServerClock } from './server-clock.ts'

/**
 * The attackers have a process of their own, so that what they do is not taken for what the server does, and keep to the
 * server's clock, so that they are as many for a server that has half a core as for one that has a whole one.
 */
const told = createInterface({ input: process.stdin })
const [line] = await once(told, 'line')
const plan: Plan = JSON.parse(line)
// Whoever started this process is gone.
told.once('close', () => process.exit(1))
const clock = openServerClock(plan.pid)
const began = clock.now()
const attackers: { readonly name: string; readonly everyMs: number; steps: number }[] = []

const withAccount = new Set(attacksWithAccount)
for (const [place, attack] of [...attacksWithoutAccount, ...attacksWithAccount].entries()) {
  if (plan.only !== undefined && !attack.name.includes(plan.only)) continue
  const random = createSeededRandom(`${plan.seed}/${attack.name}`)
  const account = plan.accounts[place % plan.accounts.length]
  const own = plan.keys[place % plan.keys.length]
  if (account === undefined || own === undefined) throw new TypeError('attackers have keys and accounts')
  let phones = 0
  const step = attack.begin({
    random,
    // Each at an address of its own, as far as the system has several.
    route: { port: plan.port, from: process.platform === 'linux' ? `127.0.1.${place + 1}` : undefined },
    account,
    keys: withAccount.has(attack) ? [account] : [own, ...plan.keys],
    victims: plan.victims,
    nextPhone: () => `9${String(place).padStart(3, '0')}${String(++phones).padStart(7, '0')}`,
  })
  const { name, everyMs } = attack
  const attacker = { name, everyMs, steps: 0 }
  attackers.push(attacker)
  void goOn(attacker, random, step)
}

async function goOn(attacker: { readonly everyMs: number; steps: number }, random: SeededRandom, step: () => void) {
  for (;;) {
    await clock.sleep(attacker.everyMs * (0.5 + random.int(1000) / 1000))
    step()
    attacker.steps++
  }
}

process.once('SIGTERM', () => {
  const ms = clock.now() - began
  const tries = attackers.map(({ name, everyMs, steps }): Tries => ({ name, steps, due: ms / everyMs }))
  process.stdout.write(JSON.stringify(tries), () => process.exit(0))
})
