import { text } from 'node:stream/consumers'
import { createSeededRandom } from '../../packages/transport/src/simulator/random.ts'
import { attacksWithAccount } from './attacks-with-account.ts'
import { attacksWithoutAccount } from './attacks-without-account.ts'
import type { Plan } from './plan.ts'

/** The attackers have a process of their own, so that what they do is not taken for what the server does. */
const plan: Plan = JSON.parse(await text(process.stdin))
const steps = new Map<string, number>()

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
  steps.set(attack.name, 0)
  const next = (): void => {
    setTimeout(
      () => {
        step()
        steps.set(attack.name, (steps.get(attack.name) ?? 0) + 1)
        next()
      },
      attack.everyMs * (0.5 + random.int(1000) / 1000),
    )
  }
  next()
}

process.once('SIGTERM', () => {
  process.stdout.write(JSON.stringify([...steps]), () => process.exit(0))
})
