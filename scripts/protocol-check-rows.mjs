// What must hold in the protocol, from its public documentation and "Four Attacks and a Proof for Telegram" (IEEE S&P
// 2022). A test that shows a row has a title that begins with its id. Each row: id, who it binds, what must hold.

export const groups = [
  {
    title: 'Key exchange',
    rows: [
      ['KX-1', 'client', 'Every answer bears the nonce that was sent and the server nonce of the first answer.'],
      ['KX-2', 'client', 'No key but one that it holds is used, and the fingerprint is computed from the key.'],
      ['KX-3', 'client', '`pq` is below 2^63 and a product of two different primes; factoring takes a moment.'],
      ['KX-4', 'both', 'RSA_PAD step by step; a number not below the modulus is drawn again under another key.'],
      ['KX-5', 'server', 'Whatever is wrong with a step, the outcome and its time are the same.'],
      ['KX-6', 'client', 'The prime is a safe one of 2048 bits, the generator 2 to 7 and of the right subgroup.'],
      ['KX-7', 'both', 'Public values lie between 2^1984 and p - 2^1984.'],
      ['KX-8', 'client', 'The hash over the server’s inner data matches; its padding is under 16 bytes.'],
      [
        'KX-9',
        'client',
        'The verdict proves knowledge of new_nonce; a retry names the rejected key; a refusal ends it.',
      ],
      ['KX-10', 'server', 'A key whose id exists already is answered by dh_gen_retry.'],
      [
        'KX-11',
        'server',
        'One exchange for a connection, at most ten minutes long, none of which holds up another address; a new req_pq begins anew until req_DH_params has come, any other step out of order or repeated is refused; a client numbers plain messages as it likes.',
      ],
      ['KX-12', 'both', 'Temporary keys end, and their binding is checked in every field.'],
      [
        'KX-13',
        'both',
        'A server that is one of several refuses an exchange meant for another data centre; one that is alone takes any, and names that one in its config.',
      ],
    ],
  },
  {
    title: 'Messages',
    rows: [
      [
        'MS-1',
        'both',
        'The message key is verified over the whole plaintext, in constant time, before any field counts.',
      ],
      ['MS-2', 'both', 'Padding is 12 to 1024 bytes, the whole a multiple of 16, the message length a multiple of 4.'],
      ['MS-3', 'client', 'A packet for another session is dropped.'],
      ['MS-4', 'both', 'The parity of msg_id shows who sent the message and whether it is an answer.'],
      ['MS-5', 'both', 'Messages over 300 s old or 30 s ahead are refused, once the client’s clock is right.'],
      [
        'MS-6',
        'both',
        'No msg_id is accepted twice, nor one below a full window of at least 500; not after its session has ended, nor after a restart, whatever clocks have shown.',
      ],
      ['MS-7', 'both', 'seq_no counts what is content-related; 32, 33, 34 and 35 answer what is not so.'],
      [
        'MS-8',
        'server',
        'Under a wrong salt nothing is executed and the right one is told; salts overlap, 64 are given ahead.',
      ],
      ['MS-9', 'both', 'Containers are flat, exact, hold at most 1,020 older messages; 64 answers the rest.'],
      ['MS-10', 'both', 'What is content-related is acknowledged in time; what is not acknowledged comes again.'],
      ['MS-11', 'server', 'A repeated query is executed once and has the same answer.'],
      [
        'MS-12',
        'both',
        'What was sent in order is delivered in order unless a packet is held back for a second (before the first message of a session: a quarter): a number that does not come cannot be told from one that was given up. Whoever needs more says invokeAfterMsg.',
      ],
      ['MS-13', 'both', 'Nothing is encrypted twice under one identifier with other content.'],
      [
        'MS-14',
        'both',
        'What is packed is bounded by its inflated size, not by its ratio, served at every depth, packed once, and when broken an error of that message and of nothing else.',
      ],
      ['MS-15', 'both', 'The state of messages is asked, told and acted on as documented.'],
      ['MS-16', 'server', 'A session that is new here is announced with its first message, once.'],
      ['MS-17', 'both', 'Pings are answered; a connection is closed when a delay has run out, and not before.'],
      ['MS-18', 'server', 'Answers are dropped, sessions and keys destroyed as documented.'],
      ['MS-19', 'server', 'An unknown key is answered -404, too many -429, and the connection closes.'],
      ['MS-20', 'both', 'A query that is to run after others waits for them, and fails when they failed.'],
      [
        'MS-21',
        'client',
        'After a failed check the connection closes, nothing of the packet is delivered, the reason is typed.',
      ],
      [
        'MS-22',
        'both',
        'Every query has exactly one answer, also one whose answer is too large, whose handler throws, or whose answer the client cannot read.',
      ],
      [
        'MS-23',
        'server',
        'What a session holds is bounded for it, its key and its address; a client that takes what it asked for is slowed down, never ended.',
      ],
      ['MS-24', 'both', 'Any byte that arrives is a sign of life, not only a whole packet.'],
      ['MS-25', 'server', 'Each session that missed something while it was away is told so each time it comes back.'],
    ],
  },
  {
    title: 'Transports',
    rows: [
      ['TR-1', 'both', 'Four framings are told apart by their first bytes; how the stream is cut does not matter.'],
      ['TR-2', 'both', 'Quick acknowledgements bear the 31 documented bits, in each framing that has them.'],
      ['TR-3', 'both', 'Full framing: sequence numbers and CRC-32 are checked.'],
      [
        'TR-4',
        'both',
        'Obfuscation: no forbidden first bytes, tag and data centre inside, counters that run on, secrets.',
      ],
      ['TR-5', 'both', 'WebSocket: its subprotocol and paths, obfuscated inside, fragmented in any way.'],
      ['TR-6', 'both', 'HTTP: its paths, long polling with three parameters, kept connections; an idle client rests.'],
      ['TR-7', 'server', 'A frame above the limit closes the connection before its bytes are buffered.'],
      ['TR-8', 'server', 'A slow, silent or nonsensical peer costs bounded memory and is dropped in bounded time.'],
    ],
  },
  {
    title: 'Secret chats',
    rows: [
      [
        'SC-1',
        'both',
        'Parameters and public values are checked; randomness of the server is mixed in, never trusted alone.',
      ],
      ['SC-2', 'both', 'Both sides have the same key fingerprint, or the chat is discarded.'],
      ['SC-3', 'both', 'Message keys of MTProto 2.0 with the offset of the sender’s role; 1.0 is refused.'],
      ['SC-4', 'both', 'Sequence numbers have the parity of the role and no gaps; resend requests fill gaps.'],
      ['SC-5', 'both', 'The layer is negotiated, and what the peer’s lacks is sent in an older form.'],
      ['SC-6', 'both', 'Keys are renewed after 100 messages or a week; the old one is wiped when nothing needs it.'],
      ['SC-7', 'both', 'Files have keys of their own, whose fingerprints are checked.'],
      ['SC-8', 'server', 'Only ciphertext is stored, relayed in order and forgotten once acknowledged.'],
      ['SC-9', 'both', 'Self-destruct timers start when a message is read, on both sides.'],
      ['SC-10', 'both', 'Both sides derive the same visualisation of the key.'],
    ],
  },
]
