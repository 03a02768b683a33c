import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const room = 'bench@conference.localhost'
const opening =
  "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>"

/** Somebody in a room of an XMPP server (RFC 6120, XEP-0045). Reads no more of XML than the bodies of what is said. */
export interface Occupant {
  say(text: string): void
  onText: (text: string) => void
  close(): void
}

/** Connects so many, one after the other, each in the room. */
export async function enterRoom(port: number, count: number): Promise<Occupant[]> {
  const occupants: Occupant[] = []
  for (let i = 0; i < count; i++) occupants.push(await enter(port, `person${i}`))
  return occupants
}

async function enter(port: number, nick: string): Promise<Occupant> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  socket.setEncoding('utf8')
  await once(socket, 'connect')
  await ask(socket, opening, '</stream:features>')
  await ask(socket, "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>", '<success')
  await ask(socket, opening, '</stream:features>')
  const bind = "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
  await ask(socket, bind, "id='b'")
  const join = `<presence to='${room}/${nick}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`
  const joined = await ask(socket, join, "code='110'")
  if (joined.includes("code='201'")) {
    const form = "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query>"
    await ask(socket, `<iq type='set' to='${room}' id='o'>${form}</iq>`, "id='o'")
  }
  let rest = ''
  const occupant: Occupant = {
    say: (text) => void socket.write(`<message to='${room}' type='groupchat'><body>${text}</body></message>`),
    onText() {},
    close: () => socket.destroy(),
  }
  socket.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('</body>')
    rest = parts.pop() ?? ''
    for (const part of parts) occupant.onText(part.slice(part.lastIndexOf('<body>') + '<body>'.length))
    // Presences of others are nothing to wait for.
    if (!rest.includes('<body>')) rest = rest.slice(-'<body>'.length)
  })
  return occupant
}

/** Writes, and reads until a text has come. */
function ask(socket: Socket, request: string, until: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = ''
    const listen = (chunk: string): void => {
      heard += chunk
      if (!heard.replaceAll('"', "'").includes(until)) return
      socket.off('data', listen)
      socket.off('close', fail)
      resolve(heard.replaceAll('"', "'"))
    }
    const fail = (): void => reject(new Error(`the server has hung up instead of ${until}`))
    socket.on('data', listen)
    socket.once('close', fail)
    socket.write(request)
  })
}
