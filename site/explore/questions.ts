/** @file Questions to begin with, each a link. */

export const questions: readonly { title: string; search: string }[] = [
  {
    title: 'Which machine trains VGG16 fastest?',
    search:
      '?table=results&where=workload is vgg16-cifar100&where=mode is train&where=rank is not empty&columns=machineName,software,recipe,dtype,value,unit,rank,date&sort=value',
  },
  {
    title: 'What share of its peak does each engine reach in matrix products?',
    search:
      '?table=results&where=workload is matmul&where=utilization is not empty&group=engine,deviceKind,dtype&values=count,median(utilization),max(utilization)&sort=-max(utilization)',
  },
  {
    title: 'How many times faster than the i7-8700 is each device at best?',
    search:
      '?table=results&where=speedup is not empty&group=hardware,workload,mode&values=count,max(speedup)&sort=-max(speedup)',
  },
  {
    title: 'Why do attempts have no value?',
    search: '?table=gaps&group=engine,status,reason&values=count&sort=-count',
  },
  { title: 'Which flags do rows have?', search: '?table=flags&group=flag&values=count&sort=-count' },
  {
    title: 'How much faster is the GPU than the CPU of the same machine?',
    search:
      '?table=ratios&where=kind is gpu-over-cpu&columns=machine,workload,mode,engine,value,caveat&sort=-value',
  },
];
