using OrleansIot.Attributes;
using OrleansIot.Grains.Polls;
using OrleansIot.Grains.Tests.Fakes;
using OrleansIot.Polls;

namespace OrleansIot.Grains.Tests.Polls;

public sealed class PollDeskTests
{
    private static readonly AttributeUpdates Something = new([], ["a"], 1, false);

    private readonly PollDesk _desk = new(maxPolls: 2, firstLease: 40);
    private readonly GatewayLink _gateway = new(new SilentGateway(), 1);

    [Fact]
    public void polls_wait_in_the_order_they_came_each_kind_for_itself()
    {
        Assert.True(_desk.TryPark(Poll(2), 0));
        Assert.True(_desk.TryPark(Poll(1), 0));
        Assert.Equal([2, 1], _desk.Waiting(PollKind.Updates, 0).Select(p => p.Id));
        Assert.Empty(_desk.Waiting(PollKind.Commands, 0));
    }

    [Fact]
    public void one_poll_more_than_allowed_is_refused_unless_one_of_them_is_over()
    {
        Assert.True(_desk.TryPark(Poll(1, expires: 10), 0));
        Assert.True(_desk.TryPark(Poll(2, expires: 99), 0));
        Assert.False(_desk.TryPark(Poll(3), 9));
        Assert.True(_desk.TryPark(Poll(3), 10));
        Assert.Equal([2, 3], _desk.Waiting(PollKind.Updates, 10).Select(p => p.Id));
    }

    [Fact]
    public void parking_the_same_poll_again_replaces_it()
    {
        _desk.TryPark(Poll(1, expires: 10), 0);
        _desk.TryPark(Poll(1, expires: 99), 0);
        Assert.Equal(99, Assert.Single(_desk.Waiting(PollKind.Updates, 0)).Expires);
    }

    [Fact]
    public void polls_of_a_gateway_that_is_gone_wait_no_longer()
    {
        _desk.TryPark(Poll(1), 0);
        _gateway.IsGone = true;
        Assert.Empty(_desk.Waiting(PollKind.Updates, 0));
        Assert.True(_desk.IsEmpty);
    }

    [Fact]
    public void a_delivery_is_sent_once_and_its_poll_waits_no_longer()
    {
        var poll = Poll(1);
        _desk.TryPark(poll, 0);
        _desk.Deliver(poll, Something, 41);
        Assert.Empty(_desk.Waiting(PollKind.Updates, 0));
        Assert.Equal(new PollDelivery(1, PollSignal.Content, 41, Something), Assert.Single(_desk.Take()).Delivery);
        Assert.Empty(_desk.Take());
    }

    [Fact]
    public void everybody_is_told_of_the_end()
    {
        _desk.TryPark(Poll(1), 0);
        _desk.TryPark(Poll(2), 0);
        _desk.EndAll(PollSignal.Deleted);
        Assert.Equal([(1, PollSignal.Deleted), (2, PollSignal.Deleted)], _desk.Take().Select(t => (t.Delivery.PollId, t.Delivery.Signal)));
        Assert.True(_desk.IsEmpty);
    }

    [Fact]
    public void no_lease_has_the_number_of_another() => Assert.Equal([41, 42], [_desk.NextLease(), _desk.NextLease()]);

    private ParkedPoll Poll(long id, long expires = 1_000) => new(new(id, PollKind.Updates, _gateway.Observer, 1_000), _gateway, expires);
}
