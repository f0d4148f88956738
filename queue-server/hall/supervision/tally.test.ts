import { type Metric, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { Histogram, PairCounter } from './tally.ts';

const scrape = (metric: Histogram | PairCounter) => {
  const registry = new Registry();
  registry.registerMetric(metric as unknown as Metric);
  return registry.metrics();
};

describe('figures of the hot path, as Prometheus reads them', () => {
  it('a histogram is cumulative and has sum and count', async () => {
    const seconds = new Histogram('t_seconds', 'Time', 'route', [0.1, 1]);
    for (const value of [0.05, 0.1, 0.5, 3]) seconds.observe('/api/v1/hall', value);
    expect(await scrape(seconds)).toBe(
      `# HELP t_seconds Time
# TYPE t_seconds histogram
t_seconds_bucket{route="/api/v1/hall",le="0.1"} 2
t_seconds_bucket{route="/api/v1/hall",le="1"} 3
t_seconds_bucket{route="/api/v1/hall",le="+Inf"} 4
t_seconds_sum{route="/api/v1/hall"} 3.65
t_seconds_count{route="/api/v1/hall"} 4
`,
    );
  });

  it('a counter counts pairs', async () => {
    const commands = new PairCounter('c_total', 'Commands', ['command', 'outcome']);
    commands.add('ticket.take', 'OK');
    commands.add('ticket.take', 'OK');
    commands.add('ticket.take', 'QUEUE_CLOSED');
    expect(await scrape(commands)).toContain(
      `c_total{command="ticket.take",outcome="OK"} 2\nc_total{command="ticket.take",outcome="QUEUE_CLOSED"} 1`,
    );
  });

  it('never has more series than a bound, whatever is asked', async () => {
    const seconds = new Histogram('t_seconds', 'Time', 'route', [1]);
    const pairs = new PairCounter('c_total', 'Commands', ['command', 'outcome']);
    for (let n = 0; n < 2_000; n += 1) {
      seconds.observe(`/r${n}`, 0.1);
      pairs.add('c', `o${n}`);
    }
    expect((await scrape(seconds)).match(/_count/g)?.length).toBe(501);
    expect(await scrape(seconds)).toContain('t_seconds_count{route="other"} 1500');
    expect((await scrape(pairs)).match(/^c_total/gm)?.length).toBe(500);
  });
});
