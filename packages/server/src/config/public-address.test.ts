import { isIP } from 'node:net'
import { expect, it } from 'vitest'
import { createServer } from '../server.ts'
import { connectClient } from '../testing/network-client.ts'
import { publicAddresses } from './public-address.ts'

it('takes addresses as they are, and looks names up', async () => {
  expect(await publicAddresses('192.0.2.1')).toEqual(['192.0.2.1'])
  expect(await publicAddresses('2001:db8::1')).toEqual(['2001:db8::1'])
  const found = await publicAddresses('localhost')
  expect(found.every((address) => isIP(address) !== 0)).toBe(true)
})

it('refuses a name that nobody has before anything is begun', async () => {
  const message = expect.stringContaining('no-such-host.invalid cannot be looked up')
  await expect(createServer({ publicHost: 'no-such-host.invalid' })).rejects.toMatchObject({ message })
})

it('tells clients digits where the operator gave a name', async () => {
  const server = await createServer({
    host: 'localhost',
    publicHost: 'localhost',
    publicPort: 443,
    testAccounts: false,
  })
  const client = connectClient(server)
  const { dcOptions } = await client.call({ _: 'help.getConfig' })
  await client.close()
  await server.close()
  expect(dcOptions.length).toBeGreaterThan(0)
  for (const { ipAddress, ipv6 = false, port } of dcOptions) {
    expect(isIP(ipAddress)).toBe(ipv6 ? 6 : 4)
    expect(port).toBe(443)
  }
})
