import { randomBytes } from 'node:crypto'
import { type Client, type ClientStorage, createClient } from '@chappe/client'
import { connectTcp, type PacketConnection } from '@chappe/transport'
import type { MovableClock } from '../clock/lab-clock.ts'
import { LabError } from '../errors.ts'
import type { LabServer } from '../server/lab-server.ts'
import { createInbox } from './inbox.ts'
import { createPerson, type Person } from './person.ts'
import { createKeptStorage, type StoredValues } from './storage.ts'

export interface UserOptions {
  /** Such as `+9996620001`; one of the form 99966XYYYY that is free by default. A number that has an account signs in. */
  readonly phone?: string | undefined
  readonly lastName?: string | undefined
  /** A public name. Default: none. */
  readonly username?: string | undefined
  /**
   * Whether the client is in the process of the server (default), which takes no time to connect and stands still with the clock
   * when that is moved, or comes by TCP with a key of its own, as clients outside do.
   */
  readonly connection?: 'process' | 'tcp' | undefined
}

export interface People {
  user(name: string, options?: UserOptions): Promise<Person>
  /** Drops the connections of a person, until a promise is kept. */
  cut(person: Person, until?: Promise<void>): void
  /** Holds up what passes between the server and a person by so many ms. @throws {LabError} OPTION_INVALID for one by TCP */
  delay(person: Person, ms: number): void
  /** Who there is, and what their clients keep. */
  copy(): PeopleCopy
  /** Has all go on from there, on the server that `replace` makes; who came later is gone. */
  restore(copy: PeopleCopy, replace: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

export interface PeopleCopy {
  readonly members: ReadonlyMap<Person, StoredValues>
}

export interface PeopleOptions {
  readonly server: LabServer
  readonly clock: MovableClock
}

/** A person, and what the lab does with the client. */
interface Member {
  readonly person: Person
  readonly values: () => StoredValues
  /** By TCP. */
  readonly connections: ReadonlySet<PacketConnection>
  readonly key: string
  readonly isByTcp: boolean
  /** Ends the client, until `reopen`. */
  close(): Promise<void>
  reopen(values: StoredValues): Promise<void>
  end(error: LabError): Promise<void>
}

const apiId = 1
const testPhones = '99966'

export function createPeople({ server, clock }: PeopleOptions): People {
  const members = new Map<Person, Member>()
  const taken = new Set<string>()
  /** Who is to stay without a connection, and until when. */
  const away = new Map<string, Promise<void>>()
  let numbers = 0

  /** 99966XYYYY signs in by the digit X five times. */
  const freePhone = (): string => {
    for (;;) {
      const number = numbers++
      if (number > 49_999) throw new LabError('OPTION_INVALID', 'a lab has numbers for 50,000 people')
      const phone = `+${testPhones}${1 + (Math.floor(number / 10_000) % 9)}${String(number % 10_000).padStart(4, '0')}`
      if (!taken.has(phone)) return phone
    }
  }

  const openClient = (key: string, storage: ClientStorage, connections: Set<PacketConnection> | undefined): Client => {
    const common = { apiId, apiHash: 'lab', log: false, clock: clock.injected, storage } as const
    if (connections === undefined) return createClient({ ...common, inProcess: server.inProcess(key) })
    return createClient({
      ...common,
      dcs: { id: 2, host: server.host, port: server.port },
      serverPublicKey: server.publicKey,
      async connect({ route: { host, port, framing, dcId }, accept, signal, random }) {
        await away.get(key)
        const connection = await connectTcp({ host, port, framing, dcId, accept, signal, random })
        for (const one of connections) if (one.closed) connections.delete(one)
        connections.add(connection)
        return connection
      },
    })
  }

  const user = async (name: string, options: UserOptions = {}): Promise<Person> => {
    const phone = options.phone ?? freePhone()
    if (!/^\+[1-9]\d{4,15}$/.test(phone)) {
      throw new LabError('OPTION_INVALID', `phone: ${JSON.stringify(phone)} is no number such as "+9996610001"`)
    }
    taken.add(phone)
    const key = `${phone} ${randomBytes(4).toString('hex')}`
    const connections = options.connection === 'tcp' ? new Set<PacketConnection>() : undefined
    let kept = createKeptStorage()
    let client = openClient(key, kept.storage, connections)
    const inbox = createInbox(name)
    let gone: LabError | undefined
    try {
      const { id } = await client.start({
        ...{ phone, code: phone.charAt(testPhones.length + 1).repeat(5) },
        name: { first: name, last: options.lastName ?? '' },
      })
      const { username } = options
      if (username !== undefined) await client.call({ _: 'account.updateUsername', username })
      inbox.follow(client, Number(id))
      const self = {
        ...{ name, id: Number(id), phone, username, inbox },
        get client() {
          if (gone !== undefined) throw gone
          return client
        },
        randomId: () => randomBytes(8).readBigInt64LE(),
      }
      const person = createPerson(self)
      members.set(person, {
        ...{ person, key, isByTcp: connections !== undefined, connections: connections ?? new Set() },
        values: () => kept.values(),
        close: () => client.close(),
        async reopen(values) {
          kept = createKeptStorage(values)
          client = openClient(key, kept.storage, connections)
          inbox.follow(client, Number(id))
          await client.connect()
        },
        async end(error) {
          gone = error
          inbox.close(error)
          await client.close()
        },
      })
      return person
    } catch (error) {
      await client.close()
      throw error
    }
  }

  const memberOf = (person: Person): Member => {
    const member = members.get(person)
    if (member === undefined) throw new LabError('GONE', `${person.name} is nobody of this lab any more`)
    return member
  }

  return {
    user,
    cut(person, until) {
      const { key, connections } = memberOf(person)
      if (until !== undefined) away.set(key, until)
      server.cut(key, until)
      for (const connection of connections) connection.abort('the lab has cut it')
    },
    delay(person, ms) {
      const { key, isByTcp } = memberOf(person)
      if (isByTcp) throw new LabError('OPTION_INVALID', `${person.name} is connected by TCP, where nothing is held up`)
      server.delay(key, ms)
    },
    copy: () => ({ members: new Map([...members.values()].map(({ person, values }) => [person, values()])) }),
    async restore(copy, replace) {
      for (const [person, member] of members) {
        if (copy.members.has(person)) {
          await member.close()
          continue
        }
        members.delete(person)
        await member.end(new LabError('GONE', `${person.name} came after the snapshot that was restored`))
      }
      await replace()
      for (const [person, values] of copy.members) await members.get(person)?.reopen(values)
    },
    async close() {
      const closed = new LabError('CLOSED', 'the lab was closed')
      await Promise.all([...members.values()].map((member) => member.end(closed)))
      members.clear()
    },
  }
}
