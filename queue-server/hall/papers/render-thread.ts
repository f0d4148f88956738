import { parentPort } from 'node:worker_threads';
import { type InsuranceCertificateInput, renderInsuranceCertificate } from './certificate.ts';
import { loadPaperFonts } from './fonts.ts';

/** Draws papers off the main thread: a page takes tens of milliseconds, the first one its fonts as well. */
const port = parentPort!;
const fonts = loadPaperFonts();

port.on('message', (job: { id: number; input: InsuranceCertificateInput }) => {
  renderInsuranceCertificate(job.input, fonts).then(
    (result) => port.postMessage({ id: job.id, result }),
    (error: Error) => port.postMessage({ id: job.id, bug: error.message }),
  );
});
