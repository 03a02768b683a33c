import { serverSnapshot } from '../../packages/server/src/testing/convergence/server-snapshot.ts'
import { until } from '../support/until.ts'
import { differencesOf } from './compare.ts'
import type { Device } from './device.ts'
import type { Person } from './people.ts'

/** Those of one person's devices that were away come back; then all of them show what the server has. */
export async function converge({ client, names, devices, state, id }: Person): Promise<void> {
  const { facts, pts } = await state()
  const snapshot = await serverSnapshot(client, names)
  for (const device of devices) {
    if (!device.isOnline) await device.goOnline()
    const differences = (): string[] => differencesOf(device, snapshot, facts)
    await until(
      () => differences().length === 0,
      () => `${device.name} (user ${id}) differs:\n${differences().join('\n')}`,
    )
    await arrive(device, pts)
    if (device.complaints.length > 0) throw new Error(device.complaints.join('\n'))
  }
}

/** The device's `pts` must be the server's. (There is nothing yet that `qts` counts.) */
async function arrive(device: Device, pts: number): Promise<void> {
  let is: number | undefined
  await until(
    async () => {
      is = await device.arrivedAt()
      return is === pts
    },
    () => `${device.name} is at pts ${is}, the server at ${pts}`,
  )
}
