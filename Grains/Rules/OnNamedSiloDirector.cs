using Orleans.Runtime.Placement;

namespace OrleansIot.Grains.Rules;

/// <summary>Where the silo of the key is gone, any other takes its place: nobody needs an answer from there then.</summary>
public sealed class OnNamedSiloDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var named = target.GrainIdentity.Key.ToString();
        return Task.FromResult(silos.FirstOrDefault(silo => silo.ToParsableString() == named) ?? silos[0]);
    }
}
